-- With a person goes what is kept under their username: whoever gets the name later must find nothing of it.
create function telegram_bot.forget_person() returns trigger language plpgsql as $$
begin
  delete from telegram_bot.link where username = old.username;
  delete from telegram_bot.ended_link where username = old.username;
  delete from telegram_bot.link_request where username = old.username;
  return null;
end $$;
create trigger telegram_bot_forget after delete on core.person
  for each row execute function telegram_bot.forget_person();
