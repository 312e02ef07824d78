-- The last digest in the outbox: whether it has left, a person learns from there.
alter table mail_digest.subscription add column mail_id bigint;
