-- Groups that an issuer had given to people who were removed before removal took them as well: whoever gets the
-- address later would have them.
delete from core.membership m where m.origin = 'issuer'
  and not exists (select from core.person p where p.email = m.email);
