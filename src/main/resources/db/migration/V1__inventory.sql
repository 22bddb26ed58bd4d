-- Rollcall's tables. PostgreSQL 13 or later: nothing newer is used.

-- ------------------------------------------------------------------------------------------------ connections
create table connection (
    id               bigint generated always as identity primary key,
    name             text        not null unique,
    source           text        not null,
    preset           text        not null,
    policy           jsonb       not null default '{}',
    base_url         text        not null,
    credentials      text        not null,
    enabled          boolean     not null default false,
    provisioned      boolean     not null default false,
    attention        text        not null default '',
    test_passed_at   timestamptz,
    first_synced_at  timestamptz,
    version          bigint      not null default 0,
    created_at       timestamptz not null default now(),
    updated_at       timestamptz not null default now()
);
comment on column connection.policy is 'what the connection overrides of its preset';
comment on column connection.credentials is 'encrypted; AAD connection/<name>/credentials';
comment on column connection.attention is 'for people: why it is not enabled or what is wrong with it; blank: nothing';

-- -------------------------------------------------------------------------------------------------- the ledger
create table run (
    id             bigint generated always as identity primary key,
    connection_id  bigint      not null references connection on delete cascade,
    kind           text        not null check (kind in ('sync', 'replay', 'on-demand', 'webhook', 'plan')),
    trigger        text        not null check (trigger in ('schedule', 'api', 'jmx', 'enabled')),
    requested_by   text        not null default '',
    state          text        not null check (state in
                       ('queued', 'running', 'held', 'succeeded', 'incomplete', 'failed', 'cancelled', 'planned')),
    message        text        not null default '',
    owner          uuid,
    fence          bigint      not null default 0,
    heartbeat_at   timestamptz,
    resumed        int         not null default 0,
    position       text        not null default '',
    pages          int         not null default 0,
    scan_complete  boolean     not null default false,
    seen           int         not null default 0,
    created        int         not null default 0,
    updated        int         not null default 0,
    unchanged      int         not null default 0,
    skipped        int         not null default 0,
    duplicate      int         not null default 0,
    failed         int         not null default 0,
    removed        int         not null default 0,
    api_calls      bigint      not null default 0,
    queued_at      timestamptz not null default now(),
    started_at     timestamptz,
    finished_at    timestamptz,
    check (seen = created + updated + unchanged + skipped + duplicate + failed)
);
comment on column run.fence is 'raised whenever the run changes its owner: who holds an older number may not write';
comment on column run.position is 'where the next page begins, in the words of the source''s paging';
create unique index run_one_running on run (connection_id) where state = 'running';
create unique index run_one_queued_sync on run (connection_id) where state = 'queued' and kind = 'sync';
create index run_newest on run (connection_id, id desc);
create index run_open on run (state) where state in ('queued', 'running');

create table run_page (
    run_id      bigint      not null references run on delete cascade,
    page_no     int         not null,
    position    text        not null,
    device_ids  text[]      not null,
    stored_at   timestamptz not null default now(),
    primary key (run_id, page_no)
);

create table run_outcome (
    id           bigint generated always as identity primary key,
    run_id       bigint      not null references run on delete cascade,
    kind         text        not null check (kind in ('skipped', 'duplicate', 'notice')),
    source_id    text        not null,
    serial       text        not null default '',
    device_name  text        not null default '',
    reason       text        not null,
    at           timestamptz not null default now()
);
create index run_outcome_run on run_outcome (run_id, id);

-- ----------------------------------------------------------------------------------------------- the inventory
create sequence asset_number;

create table asset (
    id                   bigint      primary key default nextval('asset_number'),
    asset_id             text        not null unique,
    serial               text        not null default '',
    serial_normalised    text        unique,
    name                 text        not null default '',
    type                 text        not null default 'unknown',
    status               text        not null,
    condition            text        not null default '',
    mdm_state            text        not null default 'managed'
                             check (mdm_state in ('managed', 'unmanaged', 'missing', 'removed')),
    connection_id        bigint      references connection on delete set null,
    claims               jsonb       not null default '{}',
    device_name          text,
    asset_tag            text,
    make                 text,
    model                text,
    model_number         text,
    model_identifier     text,
    display_size         text,
    release_date         text,
    color                text,
    imei                 text,
    keyboard_language    text,
    memory               text,
    processor            text,
    processor_frequency  text,
    storage              text,
    storage_type         text,
    os_name              text,
    os_version           text,
    os_build             text,
    mac_address          text,
    version              bigint      not null default 0,
    created_at           timestamptz not null default now(),
    updated_at           timestamptz not null default now()
);
alter sequence asset_number owned by asset.id;
comment on column asset.connection_id is 'the connection that created it; empty: made by a person, or the connection is gone';
comment on column asset.claims is 'field → connection that keeps it up to date';
create index asset_by_type on asset (type, id);

create table device (
    id                 bigint generated always as identity primary key,
    connection_id      bigint      not null references connection on delete cascade,
    source_id          text        not null,
    asset_id           bigint      references asset on delete set null,
    serial             text        not null default '',
    serial_normalised  text,
    type               text        not null default 'unknown',
    attributes         jsonb       not null,
    list_record        jsonb       not null,
    detail_record      jsonb,
    list_hash          text        not null,
    first_seen_at      timestamptz not null default now(),
    read_at            timestamptz not null,
    details_at         timestamptz,
    last_check_in      timestamptz,
    last_ip            text,
    removed_at         timestamptz,
    unique (connection_id, source_id)
);
comment on table device is 'what a source says of a device; the raw records lack what the mapping file restricts or drops';
create index device_asset on device (asset_id);
create index device_serial on device (connection_id, serial_normalised);

create table asset_event (
    id             bigint generated always as identity primary key,
    asset_id       bigint      not null references asset on delete cascade,
    at             timestamptz not null default now(),
    kind           text        not null check (kind in ('created', 'updated', 'linked', 'unlinked')),
    actor          text        not null,
    connection_id  bigint      references connection on delete set null,
    run_id         bigint      references run on delete set null,
    changes        jsonb       not null
);
comment on column asset_event.changes is '[{"field", "old", "new", "rule"}]';
create index asset_event_asset on asset_event (asset_id, id desc);

-- -------------------------------------------------------------------------------------------------- dead letters
create table dead_letter (
    id             bigint generated always as identity primary key,
    connection_id  bigint      not null references connection on delete cascade,
    run_id         bigint      references run on delete set null,
    source_id      text        not null,
    serial         text        not null default '',
    device_name    text        not null default '',
    stage          text        not null check (stage in ('read', 'details', 'map', 'store')),
    error          text        not null,
    message        text        not null,
    payload        jsonb       not null,
    attempts       int         not null default 1,
    first_at       timestamptz not null default now(),
    last_at        timestamptz not null default now(),
    closed_at      timestamptz,
    closed_by      text        not null default '',
    replay_run     bigint      references run on delete set null
);
comment on column dead_letter.payload is 'the device''s list record, without what the mapping file restricts';
create unique index dead_letter_open on dead_letter (connection_id, source_id) where closed_at is null;
create index dead_letter_newest on dead_letter (connection_id, id desc);

-- ------------------------------------------------------------------------------------------ limits, access, audit
create table request_lease (
    id          bigint generated always as identity primary key,
    tenant      text        not null,
    permits     bigint      not null check (permits >= 0),
    counts_till timestamptz not null
);
comment on table request_lease is
    'blocks of requests a process may send to a tenant; a block counts against the rolling hour until counts_till';
create index request_lease_tenant on request_lease (tenant, counts_till);

create table api_token (
    id            bigint generated always as identity primary key,
    name          text        not null,
    token_hash    bytea       not null unique,
    prefix        text        not null,
    scopes        text[]      not null,
    created_at    timestamptz not null default now(),
    expires_at    timestamptz,
    revoked_at    timestamptz,
    last_used_at  timestamptz
);

create table audit (
    id       bigint generated always as identity primary key,
    at       timestamptz not null default now(),
    actor    text        not null,
    address  text        not null default '',
    action   text        not null,
    object   text        not null,
    detail   jsonb       not null default '{}'
);
create function audit_is_append_only() returns trigger language plpgsql as
$$ begin raise exception 'the audit log is append-only'; end $$;
create trigger audit_append_only before update or delete or truncate on audit
    for each statement execute function audit_is_append_only();
