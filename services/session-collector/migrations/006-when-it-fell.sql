-- Figures tell in which hours was worked, and on which days what tokens came. What was reckoned before has them where
-- its session began, until it is reckoned anew.
update session_collector.session set figures = figures || jsonb_build_object(
  'activeByHour', case when started_at is null then '{}'::jsonb else jsonb_build_object(
    to_char(started_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24'), figures -> 'activeMs') end,
  'days', case when started_at is null then '{}'::jsonb else jsonb_build_object(
    to_char(started_at at time zone 'UTC', 'YYYY-MM-DD'), figures -> 'models') end);
