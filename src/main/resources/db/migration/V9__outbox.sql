-- What is changed here and wanted in an MDM: the last wish for each property of a device, and how far it has come.

create table outbox (
    id             bigint generated always as identity primary key,
    connection_id  bigint      not null references connection on delete cascade,
    device_id      bigint      not null references device on delete cascade,
    asset_id       bigint      not null references asset on delete cascade,
    property       text        not null check (property in ('asset-tag', 'assignment')),
    state          text        not null check (state in
                       ('pending', 'waiting', 'conflict', 'sent', 'failed', 'discarded', 'superseded')),
    change         bigint      not null default 1,
    wanted         text,
    person_id      bigint      references person on delete cascade,
    user_field     text        not null default '',
    expected       text[]      not null,
    reason         text        not null default '',
    requested_by   text        not null,
    requested_at   timestamptz not null default now(),
    due_at         timestamptz not null default now(),
    tries          int         not null default 0,
    tried_at       timestamptz,
    sent_at        timestamptz,
    stale_till     timestamptz,
    confirmed      boolean     not null default false,
    noticed        boolean     not null default false,
    clashed        boolean     not null default false,
    owner          uuid,
    claimed_till   timestamptz,
    unique (device_id, property)
);
comment on column outbox.change is 'counts up with every change of mind: what is found out of an earlier one is void';
comment on column outbox.wanted is 'as the MDM spells it: an asset tag, a user''s id; blank: none; empty: not known yet';
comment on column outbox.person_id is 'whom the device is to be assigned to; empty: nobody, or it is an asset tag';
comment on column outbox.user_field is 'the field by which the MDM knows its users';
comment on column outbox.expected is 'what the MDM may say without anybody having changed it there';
comment on column outbox.stale_till is 'until then another node of the MDM may say what it said before';
comment on column outbox.confirmed is 'the MDM was seen to have it';
comment on column outbox.noticed is 'a run has said that it waits';
comment on column outbox.clashed is 'that the MDM''s value was changed too is known: it is no reason to wait again';
comment on column outbox.claimed_till is 'until then the owner''s: a process that fell silent is not waited for any longer';
create index outbox_due on outbox (connection_id, due_at) where state = 'pending';
create index outbox_newest on outbox (connection_id, id desc);
create index outbox_asset on outbox (asset_id);
create index outbox_person on outbox (person_id) where person_id is not null;

alter table run drop constraint run_trigger_check;
alter table run add constraint run_trigger_check
    check (trigger in ('schedule', 'api', 'jmx', 'enabled', 'webhook', 'outbox'));
