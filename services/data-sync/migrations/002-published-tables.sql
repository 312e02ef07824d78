-- What was published before others could see it in core.
insert into core.published_table (id, dataset, name, files, updated_at)
select v.table_id, v.dataset, v.name, array_agg(o.sha256), v.created_at
from data_sync.version v
join data_sync.version_object o on o.version_id = v.id and o.role = 'data'
where v.to_gen is null
group by v.id
on conflict do nothing;
