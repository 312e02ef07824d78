import type { DataSyncTables } from '../engine/tables.ts'

/** The tables of the catalogue that distribution reads. */
export type CatalogueTables = Pick<DataSyncTables, 'generation' | 'version' | 'version_object'>
