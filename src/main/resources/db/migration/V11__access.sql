-- People who sign in, their sessions and one-time links, and what slows guessing down.

create table app_user (
    id               bigint generated always as identity primary key,
    name             text        not null,
    password_hash    text,        -- none: signs in with OpenID Connect, or hasn't chosen one yet
    issuer           text,        -- of OpenID Connect, with the subject there; none: a local account
    subject          text,
    roles            text[]      not null default '{}',
    epoch            int         not null default 0,  -- a session of an earlier one is over
    disabled_at      timestamptz,
    last_sign_in_at  timestamptz,
    created_by       text        not null,
    created_at       timestamptz not null default now(),
    updated_at       timestamptz not null default now(),
    check ((issuer is null) = (subject is null))
);
create unique index app_user_name on app_user (lower(name));
create unique index app_user_subject on app_user (issuer, subject) where issuer is not null;

-- Links by which somebody chooses a password: the first administrator's has no user yet.
create table sign_in_link (
    id          bigint generated always as identity primary key,
    token_hash  bytea       not null unique,
    user_id     bigint      references app_user,
    created_at  timestamptz not null default now(),
    expires_at  timestamptz not null,
    used_at     timestamptz
);

-- Bad sign-ins, by a hash of the account's name and by address.
create table sign_in_failure (
    key       text        primary key,
    failures  int         not null,
    last_at   timestamptz not null
);

alter table api_token add column owner_id bigint references app_user;  -- none: a program's own
alter table api_token add column created_by text not null default 'rollcall';
create unique index api_token_name on api_token (lower(name), coalesce(owner_id, 0)) where revoked_at is null;

-- Spring Session's tables, as its version 3.5 wants them.
create table spring_session (
    primary_id             char(36) not null primary key,
    session_id             char(36) not null,
    creation_time          bigint   not null,
    last_access_time       bigint   not null,
    max_inactive_interval  int      not null,
    expiry_time            bigint   not null,
    principal_name         varchar(100)
);
create unique index spring_session_ix1 on spring_session (session_id);
create index spring_session_ix2 on spring_session (expiry_time);
create index spring_session_ix3 on spring_session (principal_name);
create table spring_session_attributes (
    session_primary_id  char(36)     not null references spring_session (primary_id) on delete cascade,
    attribute_name      varchar(200) not null,
    attribute_bytes     bytea        not null,
    primary key (session_primary_id, attribute_name)
);
