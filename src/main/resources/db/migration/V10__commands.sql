-- Device commands, and the automations that may ask for one.

create table automation (
    id            bigint generated always as identity primary key,
    name          text        not null,
    enabled       boolean     not null default false,
    property      text        not null check (property in ('mdm-state', 'status', 'overdue')),
    value         text        not null default '',
    connection    text,
    command       text        check (command in ('blank-push', 'lock', 'restart', 'shutdown')),
    message       text        not null default '',
    status        text,
    created_by    text        not null,
    version       bigint      not null default 0,
    created_at    timestamptz not null default now(),
    updated_at    timestamptz not null default now(),
    check ((command is null) <> (status is null)),
    check ((property = 'overdue') = (value = ''))
);
comment on table automation is 'when an asset''s property becomes the value, the command is asked for or the status set';
create unique index automation_name on automation (lower(name));

create table device_command (
    id             bigint generated always as identity primary key,
    request_id     text        not null,
    requested_by   text        not null,
    automation_id  bigint      references automation on delete set null,
    asset_id       bigint      references asset on delete set null,
    connection_id  bigint      not null references connection on delete cascade,
    source_id      text        not null,
    serial         text        not null,
    platform       text        not null,
    command        text        not null check (command in
                       ('blank-push', 'lock', 'unlock-account', 'restart', 'shutdown', 'erase')),
    parameters     jsonb       not null default '{}',
    pin            text,
    reason         text        not null,
    state          text        not null check (state in
                       ('awaiting-approval', 'rejected', 'requested', 'sending', 'sent', 'acknowledged', 'failed',
                        'unknown')),
    message        text        not null default '',
    reference      text,
    requested_at   timestamptz not null default now(),
    approved_by    text        not null default '',
    approved_at    timestamptz,
    try_at         timestamptz not null default now(),
    node           uuid,
    heartbeat_at   timestamptz,
    left_at        timestamptz,
    sent_at        timestamptz,
    look_at        timestamptz,
    settled_at     timestamptz,
    pin_shown_at   timestamptz
);
comment on table device_command is 'what devices were to be told; a row is there before the request leaves, and leaves once';
comment on column device_command.request_id is 'the Idempotency-Key of who asked: the same one is the same command';
comment on column device_command.pin is 'encrypted; AAD device_command/<connection>/<source id>/<request id>/pin';
comment on column device_command.reference is 'the MDM''s own id of the command';
comment on column device_command.try_at is 'requested: not sent before';
comment on column device_command.left_at is 'when the request was about to leave; from here on it may have been carried out';
comment on column device_command.heartbeat_at is 'sending: the process that sends it was alive';
comment on column device_command.look_at is 'when the MDM''s list is looked at for what became of it; empty: not any more';
comment on column device_command.settled_at is 'when nothing more was to be expected; until then no other of its kind is sent to the device';
create unique index device_command_request on device_command (requested_by, request_id);
create unique index device_command_open on device_command (connection_id, source_id, command) where settled_at is null;
create index device_command_asset on device_command (asset_id, id desc);
create index device_command_recent on device_command (connection_id, requested_at);
create index device_command_care on device_command (state) where settled_at is null;
create index device_command_automation on device_command (automation_id) where automation_id is not null;

create table automation_hit (
    automation_id  bigint      not null references automation on delete cascade,
    asset_id       bigint      not null references asset on delete cascade,
    entered_at     timestamptz not null default now(),
    left_at        timestamptz,
    outcome        text        not null default '',
    primary key (automation_id, asset_id)
);
comment on table automation_hit is 'the assets that are in an automation''s state, or were: so that it acts once when one enters it';
comment on column automation_hit.outcome is 'what it did, for people; blank: nothing, as the asset was in the state before it was enabled';
create index automation_hit_asset on automation_hit (asset_id);
