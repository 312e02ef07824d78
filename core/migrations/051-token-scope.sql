-- What a token opens: `data` only downloads tables, `all` is everything that its owner may do by a program.
alter table core.api_token add column scope text not null default 'all' check (scope in ('data', 'all'));
