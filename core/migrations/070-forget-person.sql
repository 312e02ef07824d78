-- With a person goes what is kept under their username: whoever gets the name later must find nothing of it.
create function core.forget_person() returns trigger language plpgsql as $$
begin
  delete from core.notification where username = old.username;
  delete from core.notification_image where username = old.username;
  delete from core.channel_preference where username = old.username;
  delete from core.inbox_pruned where username = old.username;
  return null;
end $$;
create trigger core_forget after delete on core.person
  for each row execute function core.forget_person();
