-- What was imported without its text, as that looked like a secret, is marked: it says nothing yet, and
-- nobody's agent reads it until somebody has written its text.
update corporate_memory.item i
set flags = '{text held back}',
  status = case when status in ('pending', 'accepted', 'expired') then 'rejected' else status end,
  accepted_at = null
from corporate_memory.item_version v
where v.item_id = i.id and v.version = 1 and v.actor = 'import' and i.version = 1
  and i.title = 'Held back' and i.content like 'The text looked like %.';
