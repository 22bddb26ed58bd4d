-- Imports of CSV files: what a preview found, until and after it is applied.

create table import (
    id          bigint generated always as identity primary key,
    kind        text        not null check (kind in ('assets', 'people')),
    file_name   text        not null default '',
    state       text        not null default 'previewed' check (state in ('previewed', 'applying', 'applied')),
    creates     int         not null default 0,
    updates     int         not null default 0,
    unchanged   int         not null default 0,
    bad         int         not null default 0,
    created_by  text        not null,
    created_at  timestamptz not null default now(),
    applied_at  timestamptz
);

create table import_row (
    import_id   bigint  not null references import on delete cascade,
    line        int     not null,
    action      text    not null check (action in ('create', 'update', 'unchanged', 'bad')),
    record_id   bigint,
    label       text    not null default '',
    wanted      jsonb   not null default '{}',
    changes     jsonb   not null default '[]',
    problems    jsonb   not null default '[]',
    applied_at  timestamptz,
    primary key (import_id, line)
);
comment on column import_row.line is 'the line of the file the row begins at, from 1';
comment on column import_row.record_id is 'the asset or person; empty: a new one, or the row is bad';
create index import_row_action on import_row (import_id, action, line);
