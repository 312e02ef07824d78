-- Invited people were added by an administrator; the others came in because the rules admit their address,
-- and are out when the rules no longer do.
alter table core.person add column invited boolean not null default true;
alter table core.person add column barred_at timestamptz;

-- The log is append-only; only what is older than its retention may go, and only by this function.
create or replace function core.refuse_audit_change() returns trigger language plpgsql as $$
begin
  if tg_op = 'DELETE' and current_setting('core.audit_retention', true) = 'on' then return null; end if;
  raise exception 'core.audit is append-only' using errcode = 'insufficient_privilege';
end
$$;

create function core.forget_audit(days integer) returns bigint language plpgsql as $$
declare
  gone bigint;
begin
  if days < 30 then raise exception 'the audit log is kept for at least 30 days'; end if;
  perform set_config('core.audit_retention', 'on', true);
  delete from core.audit where at < now() - make_interval(days => days);
  get diagnostics gone = row_count;
  perform set_config('core.audit_retention', 'off', true);
  return gone;
end
$$;
create index audit_actor on core.audit (actor, id desc);
create index audit_subject on core.audit (subject, id desc);
