-- Restricted values, encrypted; and what is read of a single device because a person opened it.

create table restricted_value (
    asset_id       bigint      not null references asset on delete cascade,
    field          text        not null,
    connection_id  bigint      not null references connection on delete cascade,
    value          text        not null,
    read_at        timestamptz not null default now(),
    primary key (asset_id, field)
);
comment on table restricted_value is 'recovery keys and the like: revealed one at a time, never listed, exported or logged';
comment on column restricted_value.value is 'encrypted; AAD restricted_value/<asset_id>/<field>/value';
comment on column restricted_value.read_at is 'when the source last said so';
create index restricted_value_connection on restricted_value (connection_id);

alter table device add column restricted_at timestamptz;
comment on column device.restricted_at is 'when the source was last asked for the device''s secrets; empty: never';

create unique index run_one_queued_on_demand on run (connection_id) where state = 'queued' and kind = 'on-demand';
create index run_on_demand on run (connection_id, queued_at) where kind = 'on-demand';

create index audit_reveals on audit (actor, at) where action = 'restricted.reveal';
