/** A script to begin with. */
export interface Starter {
  readonly kind: string
  readonly label: string
  readonly name: string
  readonly source: string
}

/** One for each way to write a script; each runs as it is. */
export const starters: readonly [Starter, ...Starter[]] = [
  {
    kind: 'sql',
    label: 'SQL alert',
    name: 'my_alert.sql',
    source: `-- schedule: 0 8 * * *
-- title: Orders of yesterday
-- when: rows > 0
-- message: {orders} orders
-- cooldown: 12h
select 42 as orders
`,
  },
  {
    kind: 'py',
    label: 'Python',
    name: 'my_alert.py',
    source: `# schedule: 0 8 * * *
# cooldown: 12h
import json
import analyst

rows = analyst.query('select 42 as orders')
print(json.dumps({
    'notify': rows[0]['orders'] > 0,
    'title': 'Orders of yesterday',
    'message': f"*{rows[0]['orders']}* orders",
}))
`,
  },
  {
    kind: 'js',
    label: 'JavaScript',
    name: 'my_alert.js',
    source: `// schedule: 0 8 * * *
// cooldown: 12h
const orders = 42
console.log(JSON.stringify({ notify: orders > 0, title: 'Orders', message: \`*\${orders}* orders\` }))
`,
  },
]
