-- With a person goes what is kept under their username: whoever gets the name later must find nothing of it.
create function ws_gateway.forget_person() returns trigger language plpgsql as $$
begin
  delete from ws_gateway.client where username = old.username;
  delete from ws_gateway.acknowledgement where username = old.username;
  return null;
end $$;
create trigger ws_gateway_forget after delete on core.person
  for each row execute function ws_gateway.forget_person();
