-- With a person goes what is kept under their username: whoever gets the name later must find nothing of it.
create function notify_runner.forget_person() returns trigger language plpgsql as $$
begin
  delete from notify_runner.script where username = old.username;
  delete from notify_runner.told where username = old.username;
  delete from notify_runner.run where username = old.username;
  return null;
end $$;
create trigger notify_runner_forget after delete on core.person
  for each row execute function notify_runner.forget_person();
