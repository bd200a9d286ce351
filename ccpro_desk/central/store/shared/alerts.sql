-- name: alert_of
select * from identity_alert where siren = :siren::text and until > :now::timestamptz order by at desc, id desc limit 1;

-- name: alerts_in
select * from identity_alert where centre = :centre::text and until > :now::timestamptz
order by at desc, id desc limit 100;

-- name: forget_alerts
delete from identity_alert where until <= :now::timestamptz;
