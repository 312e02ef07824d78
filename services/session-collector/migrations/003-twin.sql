-- When the redacted twin of a session was made; null: it is to be made, for what is there now.
alter table session_collector.session add column twinned_at timestamptz;
