/** In SQL, of `core.person p`: whether somebody may enter, which who is suspended or barred may not. */
export const mayEnter = '(p.suspended_at is null and p.barred_at is null)'
