/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * What the word over a column says about where its values go. The words are those of English,
 * Spanish, Italian, French and German, and of the programs that people come from. Pure functions;
 * any thread.
 */

#include "config.h"

#include "crm-header.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "crm-fold.h"
#include "crm-input.h"

/* Phrases, folded, between bars, and what they mean. A key is one of contacts or of accounts; a
 * line counts for the types that have it. */
typedef struct
{
  const char *phrases;
  CrmTargetKind kind;
  const char *key;
  const char *label;
} HeaderLine;

#define FIELD(key)         CRM_TARGET_FIELD, key, NULL
#define LABELLED(key, of)  CRM_TARGET_FIELD, key, of
#define KIND(kind)         CRM_TARGET_##kind, NULL, NULL

static const HeaderLine lines[] = {
  { "|first name|firstname|first|given name|givenname|forename|fname|christian name|middle name|middle names|"
    "additional name|additional names|vorname|vornamen|rufname|zweiter vorname|weitere vornamen|prenom|prenoms|"
    "deuxieme prenom|nombre|nombres|nombre de pila|primer nombre|segundo nombre|nome|primo nome|secondo nome|"
    "person first name|contact first name|", FIELD ("first_name") },
  { "|last name|lastname|last|family name|familyname|surname|lname|nachname|familienname|zuname|nom|nom de famille|"
    "apellido|apellidos|primer apellido|segundo apellido|cognome|person last name|contact last name|",
    FIELD ("last_name") },
  { "|name|full name|fullname|display name|contact name|contact|person|person name|customer name|client name|lead name|"
    "subscriber name|nombre completo|nombre y apellidos|nombre y apellido|apellidos y nombre|contacto|"
    "nom complet|nom et prenom|prenom et nom|nom prenom|prenom nom|nome completo|nome e cognome|cognome e nome|"
    "contatto|vollstandiger name|voller name|vor und nachname|kontakt|kontaktname|ansprechpartner|anzeigename|",
    KIND (FULL_NAME) },
  { "|job title|jobtitle|position|role|function|job|occupation|profession|organization title|person job title|"
    "beruf|berufsbezeichnung|stelle|stellenbezeichnung|funktion|cargo|puesto|puesto de trabajo|profesion|ocupacion|"
    "poste|fonction|titre du poste|intitule du poste|metier|qualifica|mansione|ruolo|posizione|"
    "posizione lavorativa|professione|title|titel|titulo|titre|titolo|", FIELD ("job_title") },
  { "|company|company name|companyname|organization|organisation|organization name|organisation name|org|account|"
    "account name|customer account name|associated company|associated company name|primary company|"
    "primary associated company|employer|business|business name|firm|person organization|"
    "firma|firmenname|unternehmen|gesellschaft|arbeitgeber|organisation|"
    "empresa|compania|nombre de la empresa|nombre de empresa|organizacion|razon social|cuenta|"
    "societe|entreprise|nom de l entreprise|nom de la societe|raison sociale|compagnie|compte|"
    "azienda|societa|ditta|ragione sociale|nome azienda|nome dell azienda|organizzazione|impresa|",
    FIELD ("account") },
  { "|company|company name|companyname|organization|organisation|organization name|account|account name|name|business|"
    "business name|firm|customer account name|firma|firmenname|unternehmen|gesellschaft|empresa|compania|nombre|"
    "nombre de la empresa|nombre de empresa|organizacion|razon social|cuenta|nombre de la cuenta|"
    "nom|societe|entreprise|nom de l entreprise|nom de la societe|raison sociale|compagnie|compte|nom du compte|"
    "nome|azienda|societa|ditta|ragione sociale|nome azienda|nome dell azienda|organizzazione|impresa|",
    FIELD ("name") },
  { "|owner|contact owner|account owner|company owner|responsible|assigned to|assignee|sales rep|account manager|"
    "person owner|propietario|responsable|asignado a|proprietaire|attribue a|responsabile|proprietario|assegnato a|"
    "verantwortlich|verantwortlicher|zustandig|betreuer|besitzer|", FIELD ("owner") },
  { "|birthday|birth date|birthdate|date of birth|dob|born|geburtstag|geburtsdatum|geb datum|cumpleanos|"
    "fecha de nacimiento|nacimiento|anniversaire|date de naissance|naissance|compleanno|data di nascita|nascita|",
    FIELD ("birthday") },
  { "|tags|tag|labels|label|categories|category|groups|group|group membership|person label|contact tags|etiquetas|"
    "etiqueta|categorias|categoria|grupos|grupo|etiquettes|etiquette|categories|categorie|groupes|groupe|etichette|"
    "etichetta|gruppi|gruppo|categorie|schlagworter|stichworter|kategorien|kategorie|gruppen|gruppe|markierungen|",
    FIELD ("tags") },
  { "|email|emails|email address|emailaddress|email addresses|mail|mail address|email value|person email|"
    "contact email|subscriber email|correo|correo electronico|correos|direccion de correo|"
    "direccion de correo electronico|direccion de email|courriel|adresse email|adresse mail|"
    "adresse de courriel|adresse electronique|adresse de messagerie|mel|posta elettronica|indirizzo email|"
    "indirizzo mail|indirizzo di posta elettronica|indirizzo posta elettronica|email adresse|mailadresse|"
    "emailadresse|mail adresse|", FIELD ("email") },
  { "|phone|phone number|phonenumber|phones|telephone|telephone number|tel|tel no|phone value|person phone|"
    "contact phone|telefon|telefonnummer|tel nr|rufnummer|telefono|telefonos|numero de telefono|numero telefonico|"
    "telephone|numero de telephone|num de telephone|numero di telefono|recapito telefonico|telefoni|",
    FIELD ("phone") },
  { "|mobile|mobile phone|mobile number|mobile phone number|cell|cell phone|cellphone|cellular|handy|handynummer|mobil|"
    "mobiltelefon|mobilnummer|movil|telefono movil|numero de movil|celular|telefono celular|portable|"
    "telephone portable|telephone mobile|numero de portable|cellulare|telefono cellulare|telefonino|",
    LABELLED ("phone", "mobile") },
  { "|fax|fax number|faxnummer|telefax|numero de fax|numero di fax|telecopie|telecopieur|", LABELLED ("phones", "fax") },
  { "|pager|pager number|callback|car phone|radio phone|isdn|telex|tty tdd phone|company main phone|autotelefon|",
    LABELLED ("phones", "other") },
  { "|whatsapp|whatsapp number|", LABELLED ("messengers", "whatsapp") },
  { "|telegram|telegram username|telegram id|", LABELLED ("messengers", "telegram") },
  { "|facebook|facebook url|facebook profile|facebook page|messenger|", LABELLED ("messengers", "facebook") },
  { "|instagram|instagram handle|instagram username|", LABELLED ("messengers", "instagram") },
  { "|viber|", LABELLED ("messengers", "viber") },
  { "|signal|", LABELLED ("messengers", "signal") },
  { "|skype|skype name|skype id|", LABELLED ("messengers", "skype") },
  { "|linkedin|linkedin url|linkedin profile|linkedin profile url|", LABELLED ("messengers", "linkedin") },
  { "|matrix|", LABELLED ("messengers", "matrix") },
  { "|tiktok|", LABELLED ("messengers", "tiktok") },
  { "|im|im address|im value|instant messenger|messengers|instant messaging address|screen name|icq|msn|jabber|xmpp|"
    "aim|google talk|yahoo|twitter|twitter handle|", LABELLED ("messengers", "other") },
  { "|website|web|web page|webpage|homepage|home page|url|site|website url|website value|internet|company website|"
    "company domain name|domain|domain name|webseite|internetseite|webadresse|sitio web|pagina web|site web|"
    "site internet|page web|sito web|sito|sito internet|", FIELD ("website") },
  { "|deals|deal|associated deals|associated deal|opportunity|opportunities|geschaft|geschafte|negocio|negocios|affaire|affaires|affare|affari|",
    FIELD ("deals") },
  { "|title|deal title|deal|deal name|deal record|opportunity|opportunity name|task|task title|task name|subject|activity|"
    "activity subject|summary|name|titel|betreff|aufgabe|geschaft|geschaftstitel|deal titel|vorgang|titulo|asunto|tarea|negocio|"
    "nombre del negocio|oportunidad|titre|objet|tache|affaire|nom de l affaire|nom de la transaction|transaction|opportunite|"
    "titolo|oggetto|attivita|affare|nome affare|trattativa|opportunita|", FIELD ("title") },
  { "|value|deal value|amount|deal amount|price|total|betrag|wert|summe|auftragswert|dealwert|valor|importe|monto|"
    "valor del negocio|valeur|montant|valeur de l affaire|valore|importo|valore affare|", FIELD ("value") },
  { "|pipeline|deal pipeline|funnel|embudo|tunnel|canale|", FIELD ("pipeline") },
  { "|stage|deal stage|sales stage|phase|deal phase|verkaufsphase|etapa|fase|etapa del negocio|etape|"
    "phase de la transaction|", FIELD ("stage") },
  { "|status|deal status|task status|state|zustand|estado|statut|etat|stato|", FIELD ("status") },
  { "|lost reason|loss reason|closed lost reason|reason lost|verlustgrund|motivo de perdida|razon de perdida|"
    "motif de perte|raison de la perte|motivo della perdita|motivo perdita|", FIELD ("lost_reason") },
  { "|contact|contact person|contact name|primary contact|associated contact|person|customer|client|kontakt|"
    "ansprechpartner|kunde|contacto|cliente|persona|contatto|personne|", FIELD ("contact") },
  { "|contacts|associated contacts|contact|contact person|contact name|people|person|attendees|kontakte|kontakt|personen|"
    "contactos|contacto|personas|personnes|contatti|contatto|persone|participants|teilnehmer|participantes|partecipanti|",
    FIELD ("contacts") },
  { "|people|participants|further contacts|other contacts|weitere kontakte|otros contactos|autres contacts|"
    "altri contatti|", FIELD ("people") },
  { "|accounts|account|company|companies|organization|organisation|firma|firmen|unternehmen|empresa|empresas|societe|"
    "societes|entreprise|azienda|aziende|", FIELD ("accounts") },
  { "|type|deal type|task type|activity type|typ|art|tipo|tipo de negocio|tipo de tarea|type de transaction|"
    "type de tache|tipo di attivita|", FIELD ("type") },
  { "|close date|closing date|expected close date|expected close|estimated close date|abschlussdatum|"
    "voraussichtlicher abschluss|fecha de cierre|fecha de cierre esperada|date de cloture|date de fermeture|"
    "data di chiusura|data chiusura prevista|", FIELD ("close_date") },
  { "|due|due date|due time|deadline|due on|date due|start date|faellig|fallig|falligkeit|falligkeitsdatum|termin|"
    "vencimiento|fecha de vencimiento|fecha limite|echeance|date d echeance|scadenza|data di scadenza|", FIELD ("due") },
  { "|duration|duration in minutes|minutes|dauer|dauer in minuten|duracion|duree|durata|", FIELD ("duration") },
  { "|reminders|reminder|alarm|erinnerung|erinnerungen|recordatorio|recordatorios|rappel|rappels|promemoria|",
    FIELD ("reminders") },
  { "|assigned to|assigned to user|assignee|assignees|owner|responsible|task owner|zugewiesen an|verantwortlich|zustandig|"
    "asignado a|responsable|attribue a|assegnato a|responsabile|", FIELD ("assignees") },
  { "|priority|prioritat|prioridad|priorite|priorita|", FIELD ("priority") },
  { "|repeats|recurrence|repeat|wiederholung|wiederholt sich|repeticion|se repite|repetition|ripetizione|", FIELD ("repeats") },
  { "|outcome|call outcome|ergebnis|resultado|esito|resultat|", FIELD ("outcome") },
  { "|industry|sector|branche|industria|sector industrial|secteur|secteur d activite|settore|settore industriale|",
    FIELD ("industry") },
  { "|employees|number of employees|no of employees|company size|headcount|mitarbeiter|mitarbeiterzahl|"
    "anzahl mitarbeiter|empleados|numero de empleados|salaries|effectif|nombre d employes|dipendenti|"
    "numero di dipendenti|numero dipendenti|", FIELD ("employees") },
  { "|annual revenue|revenue|turnover|yearly revenue|umsatz|jahresumsatz|ingresos anuales|facturacion|ingresos|"
    "chiffre d affaires|revenu annuel|ca annuel|fatturato|fatturato annuo|ricavi annui|", FIELD ("annual_revenue") },
  { "|street|street address|address|address street|address line 1|address 1|address line|mailing street|strasse|"
    "strasse und hausnummer|strasse hausnummer|anschrift|adresse|adresszeile 1|calle|direccion|"
    "domicilio|direccion postal|calle y numero|rue|adresse postale|adresse ligne 1|ligne d adresse 1|"
    "numero et rue|via|indirizzo|indirizzo postale|via e numero|billing street|shipping street|"
    "organization address|", FIELD ("street") },
  { "|street 2|street 3|address line 2|address line 3|address 2|extended address|address extended address|"
    "apartment|apt|suite|adresszusatz|zusatz|adresszeile 2|strasse 2|strasse 3|calle 2|calle 3|direccion 2|"
    "complemento|adresse 2|adresse ligne 2|complement d adresse|ligne d adresse 2|rue 2|rue 3|"
    "indirizzo 2|interno|via 2|via 3|po box|address po box|postfach|apartado|apartado de correos|boite postale|"
    "casella postale|street 2nd line|", FIELD ("street2") },
  { "|city|town|locality|address city|mailing city|billing city|shipping city|ort|stadt|wohnort|ciudad|poblacion|"
    "localidad|municipio|ville|localite|commune|citta|localita|comune|", FIELD ("city") },
  { "|state|region|province|county|state province|state region|state or province|administrative area|address region|"
    "mailing state province|mailing state|billing state|billing state province|shipping state|bundesland|kanton|"
    "provincia|estado|comunidad autonoma|departement|etat|regione|", FIELD ("region") },
  { "|zip|zip code|zipcode|postal code|postalcode|postcode|post code|zip postal code|zip or postal code|"
    "address postal code|mailing zip postal code|mailing postal code|billing zip postal code|billing zip|"
    "shipping zip|plz|postleitzahl|codigo postal|cp|c p|code postal|cap|codice postale|", FIELD ("postcode") },
  { "|country|country region|nation|country name|country code|address country|mailing country|billing country|"
    "shipping country|land|staat|land region|pais|pais region|nacion|pays|pays region|paese|paese regione|nazione|"
    "stato|", FIELD ("country") },
  { "|description|about|bio|info|beschreibung|descripcion|descrizione|", FIELD ("description") },
  { "|source|lead source|original source|contact source|quelle|herkunft|origen|fuente|origine|fonte|provenance|",
    FIELD ("source") },
  { "|utm source|", FIELD ("utm_source") },
  { "|utm medium|", FIELD ("utm_medium") },
  { "|utm campaign|", FIELD ("utm_campaign") },
  { "|utm term|", FIELD ("utm_term") },
  { "|utm content|", FIELD ("utm_content") },
  { "|notes|note|comments|comment|remarks|remark|notizen|notiz|bemerkung|bemerkungen|anmerkung|anmerkungen|kommentar|"
    "kommentare|notas|nota|comentarios|comentario|observaciones|observacion|remarques|remarque|commentaire|"
    "commentaires|observations|annotazioni|osservazioni|commenti|commento|", KIND (NOTE) },
  { "|uuid|", KIND (UUID) },
  { "|department|organization department|abteilung|departamento|service|dipartimento|reparto|nickname|spitzname|apodo|"
    "surnom|soprannome|prefix|name prefix|salutation|anrede|tratamiento|civilite|titolo di cortesia|suffix|"
    "name suffix|namenszusatz|anniversary|jahrestag|aniversario|spouse|partner|ehepartner|ehegatte|conyuge|conjoint|"
    "coniuge|children|kinder|hijos|enfants|figli|manager|managers name|manager s name|assistant|assistants name|"
    "assistant s name|assistant s phone|assistants phone|office location|hobby|hobbies|gender|geschlecht|genero|sexo|"
    "sexe|genre|sesso|maiden name|billing information|referred by|government id number|customer id|user 1|user 2|"
    "user 3|user 4|event value|relation value|custom field value|job description|organization job description|"
    "organization symbol|organization location|profession|lifecycle stage|lead status|rating|", KIND (EXTRA) },
  { "|record id|id|contact id|person id|account id|create date|created|created at|created by|created date|date created|"
    "date added|last modified|last changed|modified|updated at|last activity date|last activity|"
    "leid|euid|member rating|optin time|optin ip|confirm time|confirm ip|latitude|longitude|gmtoff|dstoff|timezone|"
    "time zone|connected on|ip|ip address|photo|file as|yomi name|given name yomi|family name yomi|additional name yomi|"
    "organization yomi name|phonetic first name|phonetic middle name|phonetic last name|short name|initials|"
    "directory server|mileage|priority|private|sensitivity|email type|email display name|internet free busy|"
    "organization type|address formatted|marketing contact status|language|location|subject|keywords|"
    "organizational id number|", KIND (IGNORE) },
};

/* Words that say which of several things of a kind it is. */
static const struct
{
  const char *words;
  const char *label;
} qualifiers[] = {
  { "|work|business|office|company|professional|mailing|geschaftlich|dienstlich|buro|arbeit|trabajo|oficina|laboral|"
    "profesional|negocio|professionnel|professionnelle|travail|bureau|pro|lavoro|ufficio|professionale|", "work" },
  { "|home|private|personal|privat|personlich|casa|particular|domicile|perso|personnel|personnelle|abitazione|privato|"
    "personale|", "home" },
  { "|other|alternate|alternative|additional|further|second|secondary|weitere|weiterer|weiteres|andere|zweite|otro|otra|"
    "autre|altro|altra|billing|shipping|", "other" },
  { "|mobile|cell|mobil|handy|movil|celular|portable|cellulare|", "mobile" },
  { "|main|primary|default|preferred|haupt|principal|principale|", NULL },
};

/**
 * crm_header_fold:
 * @header: what stands over a column
 *
 * Returns: (transfer full): its words without marks: "E-mail 2 Address" becomes "email 2 address"
 */
char *
crm_header_fold (const char *header)
{
  g_autofree char *folded = crm_fold (header);
  GString *words = g_string_new (NULL);

  for (const char *p = folded != NULL ? folded : ""; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);
      gunichar last = words->len > 0 ? (gunichar) words->str[words->len - 1] : ' ';

      if (!g_unichar_isalnum (c))
        {
          if (last != ' ')
            g_string_append_c (words, ' ');
          continue;
        }

      /* "street2" */
      if (g_unichar_isdigit (c) && last < 0x80 && g_ascii_isalpha ((char) last))
        g_string_append_c (words, ' ');
      g_string_append_unichar (words, c);
    }
  if (words->len > 0 && words->str[words->len - 1] == ' ')
    g_string_truncate (words, words->len - 1);

  g_string_replace (words, "e mail", "email", 0);

  return g_string_free (words, FALSE);
}

static gboolean
has_phrase (const char *phrases,
            const char *phrase)
{
  g_autofree char *wanted = g_strconcat ("|", phrase, "|", NULL);

  return strstr (phrases, wanted) != NULL;
}

static gboolean
fits (const HeaderLine    *line,
      const CrmRecordType *type)
{
  if (line->kind == CRM_TARGET_FULL_NAME)
    return crm_record_type_find_field (type, "first_name") != NULL;
  if (line->kind != CRM_TARGET_FIELD)
    return TRUE;

  return crm_target_takes_field (crm_record_type_find_field (type, line->key));
}

static const HeaderLine *
find_line (const CrmRecordType *type,
           const char          *phrase)
{
  for (guint i = 0; i < G_N_ELEMENTS (lines); i++)
    if (has_phrase (lines[i].phrases, phrase) && (type == NULL || fits (&lines[i], type)))
      return &lines[i];

  return NULL;
}

/* Takes the qualifiers and the numbers out of a header: "business phone 2" → "phone", "work". */
static char *
strip_qualifiers (const char  *words,
                  const char **label,
                  guint       *number)
{
  g_auto (GStrv) each = g_strsplit (words, " ", -1);
  GString *rest = g_string_new (NULL);

  for (guint i = 0; each[i] != NULL; i++)
    {
      gboolean taken = FALSE;

      if (strspn (each[i], "0123456789") == strlen (each[i]))
        {
          *number = (guint) g_ascii_strtoull (each[i], NULL, 10);
          continue;
        }

      for (guint k = 0; k < G_N_ELEMENTS (qualifiers) && !taken; k++)
        if (has_phrase (qualifiers[k].words, each[i]))
          {
            taken = TRUE;
            if (*label == NULL)
              *label = qualifiers[k].label;
          }
      if (!taken)
        g_string_append_printf (rest, "%s%s", rest->len > 0 ? " " : "", each[i]);
    }

  return g_string_free (rest, FALSE);
}

static gboolean
takes_label (const CrmRecordType *type,
             const HeaderLine    *line)
{
  static const char *const address[] = { "street", "street2", "city", "region", "postcode", "country" };
  const CrmField *field = crm_record_type_find_field (type, line->key);

  for (guint i = 0; i < G_N_ELEMENTS (address); i++)
    if (g_strcmp0 (line->key, address[i]) == 0)
      return TRUE;

  return field != NULL && (field->type == CRM_FIELD_EMAIL || field->type == CRM_FIELD_PHONE ||
                           field->type == CRM_FIELD_EMAILS || field->type == CRM_FIELD_PHONES);
}

static void
use_line (const CrmRecordType *type,
          const HeaderLine    *line,
          const char          *header,
          const char          *label,
          guint                number,
          CrmTarget           *target)
{
  const char *key = line->key;

  if (line->kind == CRM_TARGET_EXTRA)
    {
      crm_target_set (target, line->kind, NULL, header);
      return;
    }

  if (line->kind != CRM_TARGET_FIELD || !takes_label (type, line))
    {
      crm_target_set (target, line->kind, key, line->label);
      return;
    }

  /* The second line of a street has a field of its own. */
  if (strcmp (key, "street") == 0 && number >= 2 && strstr (header, " - ") == NULL)
    key = "street2";
  crm_target_set (target, line->kind, key, line->label != NULL ? line->label : label);
}

/* The label of a field, a messenger, or the words that a file of this program has. */
static gboolean
guess_by_catalogue (const CrmRecordType *type,
                    const char          *header,
                    CrmTarget           *target)
{
  g_autofree char *trimmed = g_strstrip (g_strdup (header));
  const CrmField *field = crm_record_type_find_field (type, trimmed);

  if (field == NULL)
    field = crm_record_type_find_label (type, trimmed);
  /* What the program computes, such as the name of a contact, may still mean something. */
  if (!crm_target_takes_field (field))
    return FALSE;

  crm_target_set (target, CRM_TARGET_FIELD, field->key, NULL);

  return TRUE;
}

/* Google has the kind of a value in a column before it: "E-mail 1 - Type", "E-mail 1 - Value". */
static gboolean
is_label_column (const char *header)
{
  return g_str_has_suffix (header, " - Type") || g_str_has_suffix (header, " - Label") || g_str_has_suffix (header, " - Service");
}

/**
 * crm_header_get_group:
 * @header: what stands over a column
 *
 * In which of several groups of columns one is: Google has "Address 2 - City" beside
 * "Address 1 - City".
 *
 * Returns: the number, or 0 if there is none
 */
guint
crm_header_get_group (const char *header)
{
  const char *dash = strstr (header, " - ");
  const char *digits = dash;

  while (digits != NULL && digits > header && g_ascii_isdigit (digits[-1]))
    digits--;

  return digits < dash ? (guint) MIN (g_ascii_strtoull (digits, NULL, 10), G_MAXUINT) : 0;
}

/**
 * crm_header_is_reason:
 * @header: what stands over a column
 *
 * Returns: %TRUE if the column says why a row was refused, in a file that this program wrote
 */
gboolean
crm_header_is_reason (const char *header)
{
  static const char *const ours[] = { N_("Import Line"), N_("Import Column"), N_("Import Problem") };

  for (guint i = 0; i < G_N_ELEMENTS (ours); i++)
    if (strcmp (header, ours[i]) == 0 || strcmp (header, _(ours[i])) == 0)
      return TRUE;

  return FALSE;
}

/**
 * crm_header_guess:
 * @type: what the file is imported as
 * @header: what stands over a column
 * @target: a valid target, which is set if there is a guess
 * @confidence: (out): from 0 to 1
 *
 * Guesses from its header where a column goes.
 *
 * Returns: %FALSE if the header says nothing
 */
gboolean
crm_header_guess (const CrmRecordType *type,
                  const char          *header,
                  CrmTarget           *target,
                  double              *confidence)
{
  g_autofree char *words = crm_header_fold (header);
  g_autofree char *rest = NULL;
  const HeaderLine *line;
  const char *label = NULL;
  guint number = 0;

  *confidence = 0;
  if (*words == '\0')
    return FALSE;

  *confidence = 1.0;
  if (guess_by_catalogue (type, header, target))
    return TRUE;

  if (crm_header_is_reason (header))
    {
      crm_target_set (target, CRM_TARGET_IGNORE, NULL, NULL);
      return TRUE;
    }

  if (is_label_column (header))
    {
      crm_target_set (target, CRM_TARGET_LABEL, NULL, NULL);
      return TRUE;
    }

  *confidence = 0.95;
  line = find_line (type, words);
  if (line == NULL)
    {
      *confidence = 0.85;
      rest = strip_qualifiers (words, &label, &number);
      line = *rest != '\0' ? find_line (type, rest) : NULL;

      /* Nothing but a qualifier: "Mobile 2". */
      if (line == NULL && label != NULL && *rest == '\0')
        line = find_line (type, label);
    }

  if (line == NULL)
    {
      *confidence = 0;
      return FALSE;
    }

  use_line (type, line, header, label, number, target);

  return TRUE;
}

/**
 * crm_header_is_known:
 * @header: what may stand over a column
 *
 * Returns: %TRUE if it is a word that stands over columns rather than in them
 */
gboolean
crm_header_is_known (const char *header)
{
  g_autofree char *words = crm_header_fold (header);
  g_autofree char *rest = NULL;
  const char *label = NULL;
  guint number = 0;

  if (*words == '\0')
    return FALSE;
  if (is_label_column (header) || find_line (NULL, words) != NULL)
    return TRUE;

  rest = strip_qualifiers (words, &label, &number);

  return *rest != '\0' && find_line (NULL, rest) != NULL;
}
