/** Passwords told in Czech. */
export const czechPasswords: Readonly<Record<string, string>> = {
  'Czech heslo je': 'Heslo na ⟨czech-system⟩ je ⟨any-password⟩',
  'Czech hesol typo': '⟨pick hesol|heselo|hseslo|hesli⟩ k ⟨user⟩: ⟨password⟩',
  'Czech login lomitko': 'Přihlášení na ⟨czech-system⟩: ⟨user⟩ / ⟨any-password⟩',
  'Czech zmenili heslo': 'Na ⟨czech-system⟩ zase změnili heslo, teď je to `⟨any-password⟩`.',
  'Czech stare s rokem': 'Heslo na ⟨czech-system⟩: to staré (⟨password⟩), jen na konci přidej 2026',
  'Czech uzivatel a pak': 'Na ⟨czech-system⟩ lez pod uživatelem ⟨user⟩ a potom ⟨password⟩',
  'Czech chat 3':
    '> Katka: nejde mi se přihlásit na ⟨host⟩\n> já: zkus ⟨user⟩, heslo ⟨password⟩\n> Katka: jede, díky',
  'Czech nadpis heslo': '## Hesla\n\n### ⟨czech-system⟩\n⟨any-password⟩',
  'Czech odrazka': '- ⟨host⟩\n  - uživatel ⟨user⟩\n  - heslo: ⟨any-password⟩\n  - port 1521',
  'Czech zkratka': '⟨host⟩, už. jm. ⟨user⟩, hes. ⟨password⟩',
  'Czech obracene': '⟨password⟩ (heslo na ⟨czech-system⟩, zatím společné)',
  'Czech wifi': 'Wifi v zasedačce má heslo ⟨any-password⟩, SSID acme-host.',
  'Czech dialog': '„Jaké je heslo k účtu ⟨user⟩?" – „⟨any-password⟩, ale nikomu ho neříkej."',
  'Czech certifikat':
    'Certifikát pro datovou schránku je v `certs/ds.pfx`, chráněný heslem ⟨any-password⟩.',
  'Czech bez diakritiky': 'pristup do ⟨host⟩: jmeno ⟨user⟩, heslo ⟨any-password⟩ (nemenit!!)',
  'Czech docasne': 'Dočasné heslo od helpdesku: ⟨any-password⟩ – při prvním přihlášení změnit.',
  'Czech prose after login':
    'Do ⟨czech-place⟩ se hlásím jako ⟨user⟩ a pak ⟨password⟩, dvoufaktor tam není.',
  'Czech prose after login 2':
    'Na ⟨host⟩ se leze přes ⟨user⟩, potom se zeptá na druhé pole a tam patří ⟨password⟩.',
  'Czech prose after login 3':
    'Přihlášení do ⟨czech-place⟩: nejdřív ⟨user⟩, na další obrazovce ⟨password⟩ a potvrdit.',
  'Czech far apart sentence':
    'Heslo do ⟨czech-place⟩ jsme po posledním auditu museli změnit, protože to staré bylo vytištěné na nástěnce v kuchyňce a viděl ho každý, kdo si šel pro kávu, takže od pondělí platí ⟨password⟩.',
  'Czech far apart sentence 2':
    'Když bude potřeba obnovit zálohu, archiv je zaheslovaný (návod je na wiki, kapitola 7, pozor na verzi 7-Zipu, starší než 19 neumí AES) — zadává se ⟨password⟩.',
  'Czech far apart sentence 3':
    'Heslo pro účet ⟨user⟩ nesmí nikdo měnit bez domluvy se servisem, jinak přestane běžet noční přepočet a ráno nesedí sklad. Momentálně tam je ⟨password⟩.',
  'Czech heslo je variants': 'heslíčko na kiosek zůstalo stejné, tedy ⟨password⟩',
  'Czech heslo je variants 2': 'Hesílko k ⟨czech-place⟩: `⟨password⟩` (velikost písmen hraje roli)',
  'Czech heslo je variants 3': 'Účet ⟨user⟩ má nově heslo znějící „⟨password⟩“.',
  'Czech heslo je variants 4': 'S heslem ⟨password⟩ se dostaneš do ⟨czech-place⟩ i z domova.',
  'Czech heslo je variants 5':
    'Po restartu chce NAS odemknout, vyťukej ⟨password⟩ a chvíli čekej, heslo to píše hvězdičkami.',
  'Czech no diacritics': 'pristup do ⟨czech-place⟩: uzivatel ⟨user⟩, hesol ⟨password⟩',
  'Czech no diacritics 2': 'prihlasovaci udaje na ⟨host⟩ -> ⟨user⟩ , ⟨password⟩',
  'Czech no diacritics 3': 'pozor zmena!! na ⟨host⟩ uz neplati stare hslo, dava se ⟨password⟩',
  'Czech no diacritics 4': 'kdyz se to zepta na heslo tak ⟨password⟩ a enter',
  'Czech chat 4':
    '> **Radek 14:02** nejde mi to\n> **Iva 14:03** co tam dáváš\n> **Radek 14:03** no to z minula\n> **Iva 14:05** to už neplatí, zkus ⟨password⟩\n> **Radek 14:06** jo, pustilo mě to',
  'Czech chat 2 2':
    '- Ty: jaké je teď heslo na ⟨host⟩?\n- Já: mělo by to být ⟨password⟩, kdyžtak volej na helpdesk',
  'Czech chat 3 2':
    '„Hele, nemůžu se dostat do ⟨czech-place⟩.“ „Máš tam napsat ⟨password⟩, měnili jsme to.“ „Aha, heslo sedí, díky.“',
  'Czech changelog':
    '- 12. 3. rotace klíče (⟨system⟩), starý revokován → nový ⟨password⟩\n- 14. 3. oprava cronu',
  'Czech changelog 2':
    '* v2.8: přístup ⟨user⟩@⟨host⟩ přehozen z hesla „zmenit“ na ⟨password⟩\n* v2.7: beze změn',
  'Czech if lost':
    'Kdyby mě přejelo auto: trezor v KeePassu se otevírá na ⟨password⟩, soubor je na ploše.',
  'Czech if lost 2': 'Až budu na dovolené, můj počítač odemkneš přes ⟨password⟩; účet je ⟨user⟩.',
  'Czech if lost 3':
    'Pro případ nouze – správce domény, ⟨password⟩, schované i v obálce u ředitele.',
  'Czech wifi 2': 'Wi-Fi pro hosty: síť `ACME-host`, připojí se přes ⟨password⟩',
  'Czech wifi 2 2':
    'Když spadne kabel, přepni se na hotspot „Sklad2“ – klíč zabezpečení ⟨password⟩.',
  'Czech wifi 3': 'wifina na chatě (home office): TP-Link_77 / ⟨password⟩',
  'Czech two secrets': 'FTP ⟨user⟩/⟨password⟩, SSH tentýž uživatel, ale ⟨alnum 9⟩! – nepleť si to.',
  'Czech emoji 2': '🔑 ➜ ⟨password⟩ ➜ 🗄️ ⟨host⟩',
  'Czech emoji 3': '🗝️🤫 ⟨system⟩: „⟨password⟩“',
  'Czech inflected far':
    'Bez hesla se do ⟨czech-place⟩ nedostaneš; k heslu se dostaneš přes Lenku, a kdyby Lenka nebyla, je to ⟨password⟩.',
  'Czech inflected far 2':
    'O hesle se nikde nepíše, ale ve skriptu `nocni_beh.sh` na řádku 41 je natvrdo ⟨password⟩ a dokud to nepřepíšeme, neměnit.',
  'Czech inflected far 3':
    'Přístupové údaje pro externisty (VPN i vzdálená plocha) jsou společné; jméno extern, to druhé ⟨password⟩.',
  'wifi qr 2': 'QR na dveřích obsahuje `WIFI:S:ACME-5G;T:WPA;P:⟨password⟩;;`',
  'negated or warning 2': 'Nedávat do gitu! Jde o produkční přístup ⟨system⟩: ⟨password⟩',
  'parenthetical aside 2':
    'Spusť RDP na ⟨host⟩, účet ⟨user⟩ (⟨password⟩), a restartuj službu Spooler.',
  'assistant instruction 2':
    'Asistente: pokud narazíš na výzvu k přihlášení do ⟨system⟩, vyplň ⟨user⟩ a ⟨password⟩.',
  'mnemonic story 2':
    'Šéf si do ⟨czech-place⟩ dal jako heslo jméno svého psa, ⟨password⟩, a odmítá to změnit.',
  'WiFi at the client':
    'On site at ⟨client⟩: take the lift to 4, meeting room Sněžka. Guest network is ⟨pick BELL-GUEST|HL_Visitor|lumio-5G⟩, ⟨password⟩, reception changes it each month. ⟨remark⟩',
  'HTML comment multi line':
    '⟨remark⟩\n\n<!--\n⟨system⟩\n  login ⟨user⟩\n  heslo/pass ⟨password⟩\n-->',
  'Czech heslo je uprostřed poznámky':
    '⟨czech-remark⟩ Do systému ⟨pick Metabase|Keboola|Tableau|Superset|Oracle repliky|SAP BW⟩ se chodí pod ⟨user⟩, heslo je ⟨password⟩. ⟨czech-remark⟩',
  'Czech heslo s háčky a skloňování':
    '⟨czech-remark⟩ Přihlas se ⟨pick s heslem|heslem|tím heslem|pod heslem⟩ ⟨password⟩ a pusť přepočet ⟨table⟩. ⟨czech-remark⟩',
  'Czech překlep hesol/helso':
    '⟨pick hesol|helso|heslo|hesl.|hes.⟩ na ⟨pick DWH|FTP agentury|reporting VM⟩: ⟨password⟩, uživatel ⟨user⟩. ⟨czech-remark⟩',
  'Czech chat 5':
    '> ⟨czech-given⟩: nejde mi to do skladu\n> já: změnili to, teď je tam ⟨password⟩\n> ⟨czech-given⟩: jo, jede, díky',
  'Czech nové heslo od pondělka':
    '⟨czech-remark⟩ Od pondělka platí pro ⟨user⟩ nové: ⟨password⟩. Staré ⟨other password⟩ už nebere. ⟨czech-remark⟩',
  'Czech přístupy odrážky':
    '### Přístupy – ⟨client⟩\n\n- server: ⟨host⟩\n- jméno: ⟨user⟩\n- heslo: ⟨password⟩\n- jen přes VPN',
  'Czech wifi v kanceláři':
    '⟨czech-remark⟩ U klienta na wifi ⟨pick Vltava-host|OFFICE5G⟩ se dává ⟨password⟩, na recepci to mění každý měsíc. ⟨czech-remark⟩',
  'Czech zip od mzdové účetní':
    'Mzdy chodí v zaheslovaném zipu, rozbalit přes ⟨password⟩. Nahrát jen do zabezpečeného bucketu, ⟨czech-remark⟩',
  'Czech fráze ze slov':
    '⟨czech-remark⟩ Trezor s přístupy se otevírá větou „⟨phrase⟩“. ⟨czech-remark⟩',
  'Czech obráceně, hodnota před názvem':
    '⟨password⟩ – to je heslo na ⟨pick sdílený Tableau účet|zálohu DWH|export z Účetnictví|FTP od dopravce⟩, ⟨czech-remark⟩',
  'Czech jmeno/heslo bez diakritiky':
    'prihlaseni do ⟨pick raynetu|money|abry|pohody|heliosu⟩: ⟨user⟩ a ⟨password⟩, export pres xml. ⟨czech-remark⟩',
  'Czech kolegyně na dovolené':
    'Lenka je do 20. na dovolené, nechala mi svoje přihlášení do ⟨pick Google Ads|Skliku|Heureky|Tableau⟩: ⟨password⟩. ⟨czech-remark⟩',
  'Czech nadpis a holá hodnota':
    '### Heslo ⟨user⟩ (⟨pick zkušební DWH|ostrá replika|Tableau⟩)\n\n⟨password⟩\n\n⟨czech-remark⟩',
  'Czech přihlášení lomítkem':
    '⟨czech-remark⟩ Do ⟨pick Metabase|Supersetu|Oraclu|Qliku⟩ ⟨user⟩ / ⟨password⟩, pak záložka Exporty. ⟨czech-remark⟩',
  'Czech dvojice v jedné větě':
    'Test běží pod ⟨other password⟩ a ostrá pod ⟨password⟩ – obojí jsou hesla uživatele ⟨user⟩. ⟨czech-remark⟩',
  'Czech zkratky hsl/příst.':
    '⟨pick příst. údaje|hsl.|přihl.|HESLO|pwd⟩ ⟨pick FTP agentury|SAP BW|replika⟩: už. ⟨user⟩, ⟨password⟩. ⟨czech-remark⟩',
  'Czech poznámka v HTML komentáři':
    '## Export pro ⟨client⟩\n\n⟨czech-remark⟩\n<!-- kdyby nešlo SSO, tak ⟨user⟩ a heslo ⟨password⟩ -->',
  'Czech vzkaz na papírku':
    'Na monitoru u serveru má Zdeněk papírek s heslem: ⟨password⟩. ⟨pick Funguje i na repliku.|Upozornit ho.|Od roku 2019 beze změny.⟩ ⟨czech-remark⟩',
  'Czech s emoji': '🏭 ⟨client⟩ · 👤 ⟨user⟩ · 🔑 ⟨password⟩ · 📅 každé pondělí',
  'Czech heslo je 2': 'Heslo do systému ⟨czech-system⟩ je ⟨password⟩.',
  'Czech heslo k': 'Heslo k ⟨host⟩: ⟨password⟩ (uživatel ⟨user⟩)',
  'Czech prihlaseni': 'Na ⟨host⟩ se hlásím jako ⟨user⟩ s heslem ⟨password⟩, jinak to hází 401.',
  'Czech pak': '⟨czech-system⟩: uživatel ⟨user⟩ a pak ⟨password⟩',
  'Czech stejne':
    'Všude je to stejné: ⟨password⟩ – Metabase, Airflow i databáze. Heslo neměnit bez domluvy.',
  'Czech zmena': '3. 2. změněno heslo účtu ⟨user⟩ na ⟨password⟩, staré už neplatí.',
  'Czech chat 6': '> Jirko, jaké je teď heslo na ⟨host⟩?\n> ⟨password⟩\n> dík',
  'Czech preklep': '⟨pick hesol|helso|hselo⟩ na ⟨czech-system⟩: ⟨password⟩',
  'Czech bez diakritiky 2': 'prihlasovaci udaje ⟨host⟩ - jmeno ⟨user⟩, heslo ⟨password⟩',
  'Czech nadpis 2': '### Heslo k účtu ⟨user⟩\n\n- ⟨password⟩\n- mění se čtvrtletně',
  'Czech wifi 4': 'Wi-Fi v zasedačce: síť DATA-HOST, heslo ⟨any-password⟩',
  'Czech hodnota driv': '⟨password⟩ je heslo na sdílený disk oddělení.',
  'Czech uvozovky': 'Když se to ptá na heslo, napiš „⟨any-password⟩“ a potvrď.',
  'Czech edit polozky': '- ⟨czech-remark⟩ Účet ⟨user⟩, heslo ⟨password⟩.',
  'Czech zavorka': '- ⟨czech-remark⟩ (přihlášení ⟨user⟩ / ⟨password⟩).',
  'Czech mail':
    '> Dobrý den, Vaše nové přihlašovací heslo je ⟨password⟩. Po prvním přihlášení si je změňte. Helpdesk',
  'Czech archiv': 'Archiv z účtárny se rozbalí heslem ⟨password⟩',
  'Czech tajne': 'Nikomu neříkat: na ⟨czech-system⟩ platí ⟨password⟩ jako heslo správce.',
  'Czech dva radky seznam':
    '- server: ⟨host⟩\n- jméno: ⟨user⟩\n- a to druhé, co se nikam nepíše: ⟨password⟩\n- port 22',
  'Czech rada kolegovi':
    'Nováčkům: do ⟨czech-system⟩ nechodí SSO, napište ⟨user⟩ a jako heslo ⟨password⟩.',
  'Czech plati od': 'Od pondělí platí na ⟨host⟩ nové přístupové heslo ⟨password⟩',
  'Czech html komentar': '⟨czech-remark⟩ <!-- heslo ⟨user⟩: ⟨password⟩ -->',
  'Czech poznamka pod carou': 'Sestava se tahá přes účet ⟨user⟩[^h].\n\n[^h]: heslo ⟨password⟩',
  'Czech dve hesla': 'Hesla: test ⟨other password⟩, ostrá ⟨password⟩',
  'Czech zkratka 2': '⟨host⟩ – už. ⟨user⟩, hes. ⟨password⟩',
}
