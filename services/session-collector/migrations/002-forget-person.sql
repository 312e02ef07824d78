-- With a person goes what is kept under their username: whoever gets the name later must find nothing of it.
create function session_collector.forget_person() returns trigger language plpgsql as $$
begin
  delete from session_collector.file where username = old.username;
  delete from session_collector.session where username = old.username;
  delete from session_collector.deleted_session where username = old.username;
  delete from session_collector.left_out_project where username = old.username;
  return null;
end $$;
create trigger session_collector_forget after delete on core.person
  for each row execute function session_collector.forget_person();
