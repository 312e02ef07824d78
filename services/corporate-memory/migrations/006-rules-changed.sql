-- Whoever writes rule files hears at once that they are others now: an item was accepted or is no longer, its
-- text changed, or somebody voted, who then may or may not have it.
create function corporate_memory.tell_rules() returns trigger language plpgsql as $$
begin
  perform pg_notify('corporate_memory.rules', '');
  return null;
end $$;
create trigger item_made_rule after insert on corporate_memory.item
  for each row when (new.status = 'accepted') execute function corporate_memory.tell_rules();
create trigger item_changed_rule after update on corporate_memory.item
  for each row when (old.status = 'accepted' or new.status = 'accepted')
  execute function corporate_memory.tell_rules();
create trigger item_gone_rule after delete on corporate_memory.item
  for each row when (old.status = 'accepted') execute function corporate_memory.tell_rules();
create trigger vote_changed_rules after insert or update or delete on corporate_memory.vote
  for each statement execute function corporate_memory.tell_rules();
