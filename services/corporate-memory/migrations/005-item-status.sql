-- What an item was, and from when on: growth over time is read from here. The table keeps it by itself, so
-- that no way to change an item can forget it.
create table corporate_memory.item_status (
  item_id text not null references corporate_memory.item (id),
  at timestamptz not null,
  status text not null,
  primary key (item_id, at)
);

create function corporate_memory.keep_status() returns trigger language plpgsql as $$
begin
  insert into corporate_memory.item_status (item_id, at, status)
  values (new.id, case tg_op when 'INSERT' then new.created_at else clock_timestamp() end, new.status)
  on conflict (item_id, at) do update set status = excluded.status;
  return null;
end $$;
create trigger item_made after insert on corporate_memory.item
  for each row execute function corporate_memory.keep_status();
create trigger item_became after update of status on corporate_memory.item
  for each row when (old.status <> new.status) execute function corporate_memory.keep_status();

-- The history of items that were there before it was kept, from what is known of what was done to them: what a
-- decision led to, and else what the item was before the next thing that was done to it.
create function corporate_memory.reckon_statuses() returns void language sql as $$
  delete from corporate_memory.item_status;
  insert into corporate_memory.item_status (item_id, at, status)
  with told as (
    select i.id as item_id, e.id as event, e.at, e.action, i.status, i.status_before, (
        select one ->> 'status' from jsonb_array_elements(e.before -> 'items') one
        where one ->> 'id' = i.id
      ) as before
    from corporate_memory.event e join corporate_memory.item i on i.id = any(e.item_ids)
  ), known as (
    select item_id, at, event, action, status, status_before,
      lead(event) over (partition by item_id order by event) is null as last,
      (array_agg(before) filter (where before is not null) over (
        partition by item_id order by event rows between 1 following and unbounded following
      ))[1] as next
    from told
  )
  select distinct on (item_id, at) item_id, at, coalesce(
    case action when 'accept' then 'accepted' when 'reject' then 'rejected'
      when 'expire' then 'expired' end,
    next, case when last then status else coalesce(status_before, status) end)
  from known order by item_id, at, event desc;
  insert into corporate_memory.item_status (item_id, at, status)
  select id, created_at, 'pending' from corporate_memory.item on conflict do nothing;
$$;
select corporate_memory.reckon_statuses();
