-- People, check-outs, products and places; removal; what people write on assets.

-- ------------------------------------------------------------------------------------------------------- places
create table location (
    id           bigint generated always as identity primary key,
    name         text        not null,
    archived_at  timestamptz,
    version      bigint      not null default 0,
    created_at   timestamptz not null default now(),
    updated_at   timestamptz not null default now()
);
create unique index location_name on location (lower(name));

-- ----------------------------------------------------------------------------------------------------- products
create table category (
    id          bigint generated always as identity primary key,
    name        text        not null,
    version     bigint      not null default 0,
    created_at  timestamptz not null default now(),
    updated_at  timestamptz not null default now()
);
create unique index category_name on category (lower(name));

create table manufacturer (
    id          bigint generated always as identity primary key,
    name        text        not null,
    created_at  timestamptz not null default now()
);
create unique index manufacturer_name on manufacturer (lower(name));

create table product (
    id               bigint generated always as identity primary key,
    manufacturer_id  bigint      references manufacturer,
    name             text        not null,
    category_id      bigint      references category on delete set null,
    version          bigint      not null default 0,
    created_at       timestamptz not null default now(),
    updated_at       timestamptz not null default now()
);
comment on column product.name is 'the model as the source words it';
create unique index product_name on product (lower(name), coalesce(manufacturer_id, 0));

-- ------------------------------------------------------------------------------------------------------- people
create sequence person_number;

create table person (
    id           bigint      primary key default nextval('person_number'),
    first_name   text        not null default '',
    last_name    text        not null default '',
    username     text        not null default '',
    department   text        not null default '',
    job_title    text        not null default '',
    building     text        not null default '',
    room         text        not null default '',
    location_id  bigint      references location on delete set null,
    claims       jsonb       not null default '{}',
    created_by   text        not null default '',
    archived_at  timestamptz,
    version      bigint      not null default 0,
    created_at   timestamptz not null default now(),
    updated_at   timestamptz not null default now()
);
alter sequence person_number owned by person.id;
comment on column person.claims is 'field → connection that keeps it up to date; a field written by hand has none';
comment on column person.created_by is 'the connection that created the person, or who did';
create index person_name on person (lower(first_name || ' ' || last_name));

create table person_email (
    email      text    primary key,
    original   text    not null,
    person_id  bigint  not null references person on delete cascade,
    position   int     not null default 0
);
comment on column person_email.email is 'in the form addresses are compared in: trimmed, lower case';
comment on column person_email.position is '0: the address people are written to';
create index person_email_person on person_email (person_id, position);

-- ------------------------------------------------------------------------------------------------------- assets
create table asset_status (
    name      text  primary key,
    position  int   not null default 100
);
insert into asset_status (name, position)
values ('allocated', 1), ('in stock', 2), ('in repair', 3), ('retired', 4), ('lost', 5);

alter table asset
    add column product_id      bigint  references product on delete set null,
    add column category_id     bigint  references category on delete set null,
    add column location_id     bigint  references location on delete set null,
    add column department      text    not null default '',
    add column notes           text    not null default '',
    add column supplier        text    not null default '',
    add column order_number    text    not null default '',
    add column purchase_date   date,
    add column purchase_cost   numeric(14, 2),
    add column currency        text    not null default '',
    add column warranty_until  date,
    add column leader_id       bigint  references connection on delete set null,
    add column archived_at     timestamptz;
comment on column asset.leader_id is 'the connection whose word counts where several have the device';
create index asset_by_status on asset (status, id);
create index asset_by_category on asset (category_id, id);
create index asset_by_product on asset (product_id);
create index asset_by_location on asset (location_id);

create table checkout (
    id               bigint generated always as identity primary key,
    asset_id         bigint      not null references asset on delete cascade,
    person_id        bigint      references person on delete cascade,
    location_id      bigint      references location on delete cascade,
    connection_id    bigint      references connection on delete set null,
    origin           text        not null check (origin in ('manual', 'sync')),
    rule             text        not null,
    checked_out_at   timestamptz not null default now(),
    checked_out_by   text        not null,
    due_on           date,
    note             text        not null default '',
    checked_in_at    timestamptz,
    checked_in_by    text        not null default '',
    check_in_rule    text        not null default '',
    check ((person_id is null) <> (location_id is null))
);
comment on table checkout is 'who had what when; the one without checked_in_at is in force';
comment on column checkout.connection_id is 'the connection whose sync made it; empty: made by hand, or the connection is gone';
create unique index checkout_open on checkout (asset_id) where checked_in_at is null;
create index checkout_asset on checkout (asset_id, id desc);
create index checkout_person on checkout (person_id, id desc);
create index checkout_location on checkout (location_id) where checked_in_at is null;

alter table asset_event drop constraint asset_event_kind_check;
alter table asset_event add constraint asset_event_kind_check check (kind in
    ('created', 'updated', 'linked', 'unlinked', 'checked-out', 'checked-in', 'removed', 'returned', 'archived',
     'restored'));

-- ---------------------------------------------------------------------------------------------- devices, removal
alter table device
    add column decide_again  boolean  not null default false,
    add column missed_run    bigint   references run on delete set null,
    add column kept_at       timestamptz;
comment on column device.decide_again is
    'something here changed what follows from the device: the next sync decides it anew though its record is the same';
comment on column device.missed_run is 'the complete scan that missed it first; empty: the last one saw it';
comment on column device.kept_at is 'a person said that it is not removed though it is missing; forgotten when it is seen again';
create index device_user_email on device (lower(attributes ->> 'user-email')) where attributes ? 'user-email';

create table run_removal (
    run_id     bigint  not null references run on delete cascade,
    device_id  bigint  not null references device on delete cascade,
    primary key (run_id, device_id)
);
comment on table run_removal is 'the removals that a held run waits to be told about';

create table alert (
    id             bigint generated always as identity primary key,
    kind           text        not null,
    connection_id  bigint      references connection on delete cascade,
    run_id         bigint      references run on delete set null,
    message        text        not null,
    opened_at      timestamptz not null default now(),
    closed_at      timestamptz,
    closed_by      text        not null default ''
);
create unique index alert_open on alert (kind, coalesce(connection_id, 0)) where closed_at is null;
