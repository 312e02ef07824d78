-- What was done cannot be rewritten, neither by a defect of ours nor by somebody who got in.
create function core.refuse_audit_change() returns trigger language plpgsql as $$
begin
  raise exception 'core.audit is append-only' using errcode = 'insufficient_privilege';
end
$$;

create trigger audit_append_only before update or delete or truncate on core.audit
  for each statement execute function core.refuse_audit_change();
