-- The PIN that unlocks a device is one of its asset's restricted values from the moment on that its command has left.

update device_command set pin = null where state <> 'requested' and state <> 'awaiting-approval';
alter table device_command drop column pin_shown_at, add column pin_kept boolean not null default false;
comment on column device_command.pin is
    'chosen by who asked, until the request has left; encrypted; AAD device_command/<connection>/<source id>/<request id>/pin';
comment on column device_command.pin_kept is 'the PIN that unlocks the device is its asset''s restricted value lock-pin';
