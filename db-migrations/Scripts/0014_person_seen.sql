-- That somebody was seen today changes nothing of what they may do, so nobody need be told of it.
drop trigger access_changed on person;
create trigger access_changed after update of issuer, subject, erased_at or delete on person for each statement execute function access_changed();
