-- Which session of an issuer a session came from, so that the issuer can end it (OpenID Connect
-- Back-Channel Logout 1.0, SAML single logout).
alter table core.session
  add column issuer text,
  add column subject text,
  add column issuer_session text;
create index session_issuer on core.session (issuer, subject);
