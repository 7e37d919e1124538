/** The password of every archive of the bench: of the recipe `groups`, as Waybill makes them; nothing is secret here. */
export const PASSWORD = 'k7mq-3xtd-9wbn-h4rz-pc2v'
