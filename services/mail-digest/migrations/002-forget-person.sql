-- With a person goes what is kept under their username: whoever gets the name later must find nothing of it.
create function mail_digest.forget_person() returns trigger language plpgsql as $$
begin
  delete from mail_digest.subscription where username = old.username;
  return null;
end $$;
create trigger mail_digest_forget after delete on core.person
  for each row execute function mail_digest.forget_person();
