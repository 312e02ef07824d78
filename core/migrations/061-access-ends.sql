-- Who holds a connection open must hear at once that its device was unlinked or its owner locked out.
create function core.tell_unlinked() returns trigger language plpgsql as $$
begin
  perform pg_notify('core.device.unlinked', old.id::text);
  return null;
end $$;
create trigger linked_device_unlinked after delete on core.linked_device
  for each row execute function core.tell_unlinked();

create function core.tell_locked() returns trigger language plpgsql as $$
begin
  perform pg_notify('core.person.locked', old.username);
  return null;
end $$;
create trigger person_locked after update of suspended_at, barred_at on core.person
  for each row when (new.suspended_at is not null or new.barred_at is not null)
  execute function core.tell_locked();
create trigger person_removed after delete on core.person
  for each row execute function core.tell_locked();
