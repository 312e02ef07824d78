-- What the last collection did not take of a person's folder, and why: they see it beside what was taken.
create table session_collector.refusal (
  username text not null,
  origin text not null,
  path text not null,
  reason text not null,
  primary key (username, origin, path)
);
create or replace function session_collector.forget_person() returns trigger language plpgsql as $$
begin
  delete from session_collector.file where username = old.username;
  delete from session_collector.session where username = old.username;
  delete from session_collector.deleted_session where username = old.username;
  delete from session_collector.left_out_project where username = old.username;
  delete from session_collector.refusal where username = old.username;
  return null;
end $$;
