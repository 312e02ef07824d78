const words = (text: string): readonly string[] => text.split(' ')
const lines = (text: string): readonly string[] =>
  text
    .trim()
    .split('\n')
    .map((line) => line.trim())

/** What stands around a secret: invented people and systems, example hosts, remarks of everyday work. */
export const surroundings: Readonly<Record<string, readonly string[]>> = {
  user: words(
    'etl_user svc_report deploy admin jnovak dwh_loader airflow backup integration sa_bi root readonly bob kiosek reporting bi_reader ops-bot import_user svc_dbt etl_reader',
  ),
  host: words(
    'db-stg01.corp.example pg-prod-2.intra.example 10.20.4.17 ora-test.lan warehouse.example.net jump01.acme.example kafka-3.svc.cluster.local 192.168.12.40 etl7.internal nas-karlin legacy-oracle.dc1 mssql02.depot.local stage-pg dwh.corp.local',
  ),
  database: words('analytics dwh raw bi_prod landing marts'),
  table: words(
    'fct_orders dim_customer stg_ga4__events mart_churn raw.sap_vbak int_sessions rpt_margin_weekly dwh.f_invoice_line snap_price_list mart.policies stg.claims',
  ),
  client: words('Northwind Bellmare Tessera Rohbau Lumio'),
  system: lines(`
    staging Postgres
    the reporting DB
    Airflow UI
    the old Oracle box
    Tableau Server
    Jenkins
    the jump host
    Keycloak admin
    RabbitMQ console
    SAP sandbox
    Metabase
    the VPN
    the NAS
    Grafana
    Zabbix
    ClickHouse
    the SFTP drop
    Superset
    Kibana
    the vendor portal
    the label printer UI`),
  'czech-system': lines(`
    stagingovou databázi
    testovací Oracle
    Jenkins
    Airflow
    VPNku
    jump server
    Grafanu
    SFTP od banky
    reportovací DB
    NASku v serverovně
    Keycloak
    portál dopravce
    datový sklad`),
  'czech-place': lines(`
    účetnictví
    skladového systému
    mzdové databáze
    testovacího prostředí
    docházky
    e-shopu
    datového skladu
    portálu dopravce`),
  given: words('Karen Daniel Megan Luis Priya Colin Hannah Harriet Desmond Callum Joan Tobias'),
  family: words(
    'Whitfield Osei Prescott Ferreira Raman Mackay Boyd Lowe Achebe Westerly Lindqvist Fairley',
  ),
  'czech-given': words('Jana Petr Lukáš Markéta Ondřej Zdeňka Tomáš Ludmila Radovan Blanka'),
  'czech-family': words('Vránek Kučera Dvořáček Říha Vávra Doležal Pospíchal Štěrba Klimek Tesař'),
  name: lines(`
    Karen Whitfield
    Daniel Osei
    Megan Prescott
    Luis Ferreira
    Harriet Lowe
    Callum Westerly
    Judith Falkner
    Alena Vránková
    Zbyněk Pálka
    Hana Blažejová`),
  'czech-name': lines(`
    Jana Procházková
    Petr Kučera
    Markéta Benešová
    Ondřej Říha
    Zdeňka Malá
    Tomáš Vávra
    Ludmila Bartošová
    Radovan Šimůnek
    Blanka Řezníčková
    Oldřich Doležal`),
  'german-name': lines(`
    Jürgen Böhme
    Sabine Köhler
    Uwe Schäfer
    Annegret Möller`),
  'polish-name': lines(`
    Agnieszka Wójcik
    Paweł Zieliński
    Marta Lewandowska
    Grzegorz Zając`),
  'slovak-name': lines(`
    Zuzana Hudáková
    Peter Kováčik
    Ľubica Šimková
    Štefan Ďurica`),
  word: words(
    'maple rocket velvet harbor copper lantern pickle thunder marble orchid walnut saddle pepper glacier meadow falcon bucket ribbon cactus turnip anchor violin pebble quartz',
  ),
  'czech-word': words(
    'kocour slepice trabant knedlik vlocka jahoda krtecek houska borovice zebrik rohlik ponozka traktor merunka sklenice hruska kolobezka',
  ),
  illness: lines(`
    type 1 diabetes
    multiple sclerosis
    bipolar disorder
    breast cancer
    epilepsy`),
  'czech-illness': lines(`
    roztroušenou sklerózu
    diabetes 1. typu
    těžké deprese
    Crohnovu chorobu
    epilepsii`),
  remark: lines(`
    The nightly load finished 40 minutes late because the SAP extractor hung on VBAK again.
    Backfill of March is done, row counts match the finance sheet to within 3 rows.
    The margin dashboard should exclude returns older than 30 days.
    The orders API paginates at 250 and silently caps at page 400.
    Timezones: the source is in CET, warehouse in UTC, the BI tool converts twice.
    The CSV from the agency comes with a BOM and semicolons.
    Row count after the run was 1,284,077.
    Then check the freshness test and ping the channel.
    Remember the limit of 60 requests per minute.
    If it fails with a timeout, halve the batch size.
    The old connector stays paused until the end of the quarter.
    Revenue there is gross, so divide by the VAT rate.`),
  'czech-remark': lines(`
    Noční load doběhl pozdě, protože SAP extraktor zase visel.
    Klient chce marži bez vratek starších 30 dnů.
    CSV od agentury chodí se středníkem a BOM.
    Dashboard prodejů padá, když je prázdná dimenze pobočky.
    Pak zkontrolovat počty řádků a dát vědět do kanálu.
    Nespouštět během měsíční uzávěrky.
    Limit je 60 dotazů za minutu.
    Částky jsou s DPH, takže dělit 1,21.
    Extrakt se pak musí obnovit ručně.
    Noční načítání končí v 5:40, dřív se neptat.`),
}
