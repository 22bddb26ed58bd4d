-- What the console needs: texts that searches read, saved searches, and edits of many assets at once.

-- ------------------------------------------------------------------------------------------------------ searches
-- In lower case once, when a row is written, instead of at each search; compared byte by byte, which is quick. Reading all
-- of them is: an index of trigrams would cost each sync more than it saves here.
alter table asset add column words text collate "C" generated always as (left(lower(
    asset_id || E'\n' || serial || E'\n' || name || E'\n' || coalesce(asset_tag, '') || E'\n' || coalesce(imei, '')),
    500)) stored;
alter table person add column words text collate "C" generated always as (left(lower(
    first_name || ' ' || last_name || E'\n' || username || E'\n' || department), 500)) stored;
alter table device add column user_words text collate "C" generated always as (left(lower(
    coalesce(attributes ->> 'user-email', '') || E'\n' || coalesce(attributes ->> 'user-name', '')), 500)) stored;
-- Narrow copies of what is searched: reading these is several times quicker than reading the tables.
create index asset_words on asset (words, id);
create index device_user_words on device (user_words, asset_id) where user_words <> E'\n' and asset_id is not null;
comment on column asset.words is 'what a search looks at';
comment on column person.words is 'what a search looks at';
comment on column device.user_words is 'what a search looks at';

create table saved_search (
    id          bigint generated always as identity primary key,
    owner       text        not null,
    name        text        not null,
    query       text        not null,
    created_at  timestamptz not null default now()
);
comment on column saved_search.query is 'of the address of the list of assets, without the question mark';
create unique index saved_search_name on saved_search (owner, lower(name));

-- ---------------------------------------------------------------------------------------------------- bulk edits
create table bulk_edit (
    id         bigint generated always as identity primary key,
    at         timestamptz not null default now(),
    actor      text        not null,
    undone_at  timestamptz
);

create table bulk_edit_change (
    bulk_edit_id  bigint  not null references bulk_edit on delete cascade,
    asset_id      bigint  not null references asset on delete cascade,
    property      text    not null,
    before        text    not null,
    after         text    not null,
    primary key (bulk_edit_id, asset_id, property)
);
create index bulk_edit_change_asset on bulk_edit_change (asset_id);
