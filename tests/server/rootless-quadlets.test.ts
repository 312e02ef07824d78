import { rootlessQuadlets } from '../peers/server-kind.ts'
import { serverLife } from '../peers/server-life.ts'

serverLife(rootlessQuadlets)
