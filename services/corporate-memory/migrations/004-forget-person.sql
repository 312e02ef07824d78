-- With a person goes what is kept under their username: whoever gets the name later must find nothing of it.
-- Items and what led to them are the team's and stay.
create function corporate_memory.forget_person() returns trigger language plpgsql as $$
begin
  delete from corporate_memory.vote where username = old.username;
  delete from corporate_memory.quarantine where username = old.username;
  delete from corporate_memory.note where username = old.username;
  return null;
end $$;
create trigger corporate_memory_forget after delete on core.person
  for each row execute function corporate_memory.forget_person();
