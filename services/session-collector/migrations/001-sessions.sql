-- What is known of each source file, and how far its copy has got. Times are nanoseconds as texts: they
-- are compared and nothing else.
create table session_collector.file (
  username text not null,
  -- sessions: the person's own folder; projects: Claude Code's; push: sent by the person's machine.
  origin text not null check (origin in ('sessions', 'projects', 'push')),
  path text not null,
  dev text not null,
  ino text not null,
  size bigint not null,
  mtime text not null,
  ctime text not null,
  -- Bytes of the copy that are whole lines, or a last line that will not grow.
  done bigint not null,
  version integer not null default 1,
  refused text,
  -- Whether the figures of its session hold what was copied.
  analysed boolean not null default false,
  changed_at timestamptz not null default now(),
  primary key (username, origin, path)
);

-- A session is a transcript with those of its subagents. `usages` are the answers of models in it, by
-- their keys: over all sessions of a person each counts once.
create table session_collector.session (
  username text not null,
  id text not null,
  project text,
  title text,
  started_at timestamptz,
  ended_at timestamptz,
  figures jsonb not null,
  usages jsonb not null,
  private boolean not null default false,
  analysed_at timestamptz not null default now(),
  primary key (username, id)
);
create index session_by_time on session_collector.session (started_at);

-- What a person does not want to be collected: deleted sessions stay deleted, and projects stay out.
create table session_collector.deleted_session (
  username text not null,
  id text not null,
  deleted_at timestamptz not null default now(),
  primary key (username, id)
);
create table session_collector.left_out_project (
  username text not null,
  project text not null,
  primary key (username, project)
);
