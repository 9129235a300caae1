/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What the programs that people come from export: how it is written, what is in which column, and
 * that the same people come out of it, whatever the form. */

#include "config.h"

#include <string.h>

#include "crm-column.h"
#include "crm-csv-sniff.h"
#include "crm-csv-writer.h"
#include "crm-error.h"
#include "crm-header.h"
#include "crm-person-name.h"
#include "exchange-test.h"

static void
assert_header (const char *type_name,
               const char *header,
               const char *expected)
{
  g_autoptr (CrmCatalogue) catalogue = crm_catalogue_new ();
  g_auto (CrmTarget) target = { 0 };
  g_autofree char *text = NULL;
  double confidence;

  crm_header_guess (crm_catalogue_find (catalogue, type_name), header, &target, &confidence);
  text = crm_target_to_text (&target);
  if (g_strcmp0 (text, expected) != 0)
    g_test_message ("%s", header);
  g_assert_cmpstr (text, ==, expected);
}

static void
test_headers (void)
{
  static const char *const contact[][2] = {
    { "First Name", "first_name" },
    { "FNAME", "first_name" },
    { "Vorname", "first_name" },
    { "Prénom", "first_name" },
    { "Apellidos", "last_name" },
    { "Cognome", "last_name" },
    { "E-mail Address", "email" },
    { "E-mail 2 Address", "email" },
    { "E-Mail-Adresse", "email" },
    { "Correo electrónico", "email" },
    { "Adresse e-mail", "email" },
    { "Indirizzo di posta elettronica", "email" },
    { "Person - Email - Work", "email:work" },
    { "Business Phone", "phone:work" },
    { "Business Phone 2", "phone:work" },
    { "Home Phone", "phone:home" },
    { "Mobile Phone", "phone:mobile" },
    { "Mobile", "phone:mobile" },
    { "Handy", "phone:mobile" },
    { "Téléphone portable", "phone:mobile" },
    { "Telefon geschäftlich", "phone:work" },
    { "Business Fax", "phones:fax" },
    { "Company", "account" },
    { "Firma", "account" },
    { "Razón social", "account" },
    { "Azienda", "account" },
    { "Business Street", "street:work" },
    { "Business Street 2", "street2:work" },
    { "Home City", "city:home" },
    { "Business Postal Code", "postcode:work" },
    { "Business Country/Region", "country:work" },
    { "Mailing State/Province", "region" },
    { "Straße", "street" },
    { "PLZ", "postcode" },
    { "Ort geschäftlich", "city:work" },
    { "Code postal", "postcode" },
    { "Città", "city" },
    { "Fecha de nacimiento", "birthday" },
    { "Geburtstag", "birthday" },
    { "Compleanno", "birthday" },
    { "Job Title", "job_title" },
    { "Cargo", "job_title" },
    { "Web Page", "website" },
    { "Tags", "tags" },
    { "Etiquetas", "tags" },
    { "WhatsApp", "messengers:whatsapp" },
    { "Notes", "note" },
    { "Notizen", "note" },
    { "Description", "description" },
    { "Department", "extra:Department" },
    { "Abteilung", "extra:Abteilung" },
    { "LEID", "ignore" },
    { "Record ID", "ignore" },
    { "E-mail 1 - Type", "label" },
    { "Phone 2 - Label", "label" },
    { "Phone 2 - Value", "phone" },
    { "Address 1 - City", "city" },
    { "UUID", "uuid" },
    { "first_name", "first_name" },
    { "Further E-Mails", "emails" },
    { "UTM Source", "utm_source" },
    { "Full Name", "full-name" },
    { "Nom complet", "full-name" },
    { "Flavour", "ignore" },
    { "", "ignore" },
  };
  static const char *const account[][2] = {
    { "Company name", "name" },      { "Account Name", "name" }, { "Firma", "name" },        { "Nombre", "name" },
    { "Industry", "industry" },      { "Branche", "industry" },  { "Umsatz", "annual_revenue" },
    { "Number of Employees", "employees" }, { "Telefon", "phone" }, { "Website URL", "website" }, { "Owner", "owner" },
  };

  static const char *const deal[][2] = {
    { "Deal Name", "title" },      { "Deal", "title" },           { "Title", "title" },      { "Amount", "value" },
    { "Importe", "value" },        { "Deal Stage", "stage" },     { "Phase", "stage" },      { "Etapa", "stage" },
    { "Pipeline", "pipeline" },    { "Contact Person", "contact" }, { "Ansprechpartner", "contact" }, { "Company", "account" },
    { "Close Date", "close_date" }, { "Abschlussdatum", "close_date" }, { "Owner", "owner" }, { "Lost Reason", "lost_reason" },
    { "Further Contacts", "people" }, { "Status", "status" },     { "Notes", "note" },       { "Deal Type", "type" },
    { "Next Step", "ignore" },     { "Open Tasks", "ignore" },
  };
  static const char *const task[][2] = {
    { "Subject", "title" },        { "Betreff", "title" },        { "Due Date", "due" },     { "Vencimiento", "due" },
    { "Assigned To", "assignees" }, { "Priority", "priority" },   { "Contact", "contacts" }, { "Deal", "deals" },
    { "Company", "accounts" },     { "Reminder", "reminders" },   { "Status", "status" },    { "Échéance", "due" },
    { "Comments", "note" },        { "Task Type", "type" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (deal); i++)
    assert_header ("deal", deal[i][0], deal[i][1]);
  for (guint i = 0; i < G_N_ELEMENTS (task); i++)
    assert_header ("task", task[i][0], task[i][1]);
  for (guint i = 0; i < G_N_ELEMENTS (contact); i++)
    assert_header ("contact", contact[i][0], contact[i][1]);
  for (guint i = 0; i < G_N_ELEMENTS (account); i++)
    assert_header ("account", account[i][0], account[i][1]);
}

static void
assert_split (const char *name,
              const char *first,
              const char *last)
{
  g_autofree char *given = NULL;
  g_autofree char *family = NULL;

  crm_person_name_split (name, &given, &family);
  g_assert_cmpstr (given, ==, first);
  g_assert_cmpstr (family, ==, last);
}

static void
test_names (void)
{
  assert_split ("Ana García", "Ana", "García");
  assert_split ("Ana María García", "Ana María", "García");
  assert_split ("Ana de la Cruz", "Ana", "de la Cruz");
  assert_split ("Ludwig van Beethoven", "Ludwig", "van Beethoven");
  assert_split ("García López, Ana", "Ana", "García López");
  assert_split ("Cher", "Cher", NULL);
  assert_split ("  Ana \t García ", "Ana", "García");
  assert_split ("山田 太郎", "太郎", "山田");
  assert_split ("", NULL, NULL);

  g_assert_true (crm_person_names_agree ("ana garcia", "garcia, ana"));
  g_assert_true (crm_person_names_agree ("ana", "ana garcia"));
  g_assert_true (crm_person_names_agree (NULL, "ana"));
  g_assert_false (crm_person_names_agree ("ana garcia", "luis garcia"));
}

static void
assert_number (const char *value,
               char        decimal,
               const char *expected)
{
  g_autofree char *normal = crm_value_normalize_number (value, decimal);

  g_assert_cmpstr (normal, ==, expected);
}

static void
test_numbers (void)
{
  g_auto (CrmColumnShape) german = { 0 };
  g_auto (CrmColumnShape) english = { 0 };
  g_auto (CrmColumnShape) open = { 0 };

  assert_number ("1.234,50", ',', "1234.50");
  assert_number ("1.234", ',', "1234");
  assert_number ("1.234", '.', "1.2340");
  assert_number ("1,234.5", '.', "1234.5");
  assert_number ("1 234,5 €", ',', "1234.5 €");
  assert_number ("-12,5", ',', "-12.5");
  assert_number ("USD 1,234", '.', "USD 1234");
  assert_number ("1,234", '\0', "1,234");

  crm_column_shape_look_at (&german, "1.234");
  crm_column_shape_look_at (&german, "1.234,50");
  crm_column_shape_look_at (&english, "12.50");
  crm_column_shape_look_at (&open, "1.234");
  crm_column_shape_look_at (&open, "12");
  g_assert_cmpint (crm_column_shape_get_decimal (&german), ==, ',');
  g_assert_cmpint (crm_column_shape_get_decimal (&english), ==, '.');
  g_assert_cmpint (crm_column_shape_get_decimal (&open), ==, 0);
}

static void
test_dates (void)
{
  g_auto (CrmColumnShape) day = { 0 };
  g_auto (CrmColumnShape) month = { 0 };
  g_auto (CrmColumnShape) open = { 0 };

  crm_column_shape_look_at (&day, "1.2.2026");
  crm_column_shape_look_at (&day, "29.3.2026");
  crm_column_shape_look_at (&month, "3/29/2026");
  crm_column_shape_look_at (&open, "1/2/2026");
  crm_column_shape_look_at (&open, "2026-03-29");
  g_assert_cmpint (crm_column_shape_get_order (&day), ==, CRM_DATE_DAY_FIRST);
  g_assert_cmpint (crm_column_shape_get_order (&month), ==, CRM_DATE_MONTH_FIRST);
  g_assert_cmpint (crm_column_shape_get_order (&open), ==, CRM_DATE_LOCALE);
  g_assert_cmpint (crm_column_shape_get_type (&day), ==, CRM_FIELD_DATE);
}

/* --- The same people in many forms ------------------------------------------------------------------ */

typedef struct
{
  const char *first;
  const char *last;
  const char *email;
  const char *phone;
  const char *company;
  const char *street;
  const char *city;
  const char *postcode;
  const char *country;
  const char *birthday; /* 1980-12-31 */
} Person;

static const Person westerners[] = {
  { "Jürgen", "Müller", "j.mueller@bau.example", "+49 30 1234567", "Müller & Söhne, Bau", "Lange Straße 5", "Köln", "50667", "DE", "1980-12-31" },
  { "Ana", "Muñoz", "ana@tejados.example", "+34 600 123 456", "Tejados \"El Sol\"", "C/ Mayor 1", "Málaga", "29001", "ES", "1975-03-14" },
  { "François", "Lefèvre", "f.lefevre@pain.example", "+33 6 12 34 56 78", "Boulangerie Lefèvre", "12, rue du Four", "Nîmes", "30000", "FR", "1990-01-25" },
  { "Nicolò", "Cantù", "nicolo@caffe.example", "+39 347 1234567", "Caffè Cantù", "Via Roma 3", "Cefalù", "90015", "IT", "1966-07-04" },
};

static const Person russians[] = {
  { "Иван", "Петров", "ivan@dom.example", "+7 495 123-45-67", "Дом и Сад", "ул. Ленина, 5", "Москва", "101000", "RU", "1980-12-31" },
  { "Ольга", "Смирнова", "olga@hleb.example", "+7 383 765-43-21", "Хлебозавод", "пр. Мира, 12", "Новосибирск", "630000", "RU", "1971-02-28" },
  { "Дмитрий", "Кузнецов", "dima@metall.example", "+7 343 222-33-44", "Металлург", "ул. Малышева, 7", "Екатеринбург", "620000", "RU", "1993-11-13" },
};

static const Person greeks[] = {
  { "Γιώργος", "Παπαδόπουλος", "g@elia.example", "+30 21 0123 4567", "Ελιά", "Οδός Ερμού 5", "Αθήνα", "10563", "GR", "1980-12-31" },
  { "Μαρία", "Οικονόμου", "m@psomi.example", "+30 231 012 3456", "Φούρνος Μαρία", "Τσιμισκή 20", "Θεσσαλονίκη", "54623", "GR", "1968-06-15" },
};

static const Person hebrews[] = {
  { "משה", "כהן", "moshe@gan.example", "+972 50-123-4567", "הגן הירוק", "רחוב הרצל 5", "תל אביב", "61000", "IL", "1980-12-31" },
  { "רחל", "לוי", "rachel@lehem.example", "+972 54-765-4321", "מאפיית לוי", "דרך יפו 12", "ירושלים", "91000", "IL", "1977-09-19" },
};

static const Person japanese[] = {
  { "太郎", "山田", "taro@yane.example", "+81 90-1234-5678", "山田屋根工業株式会社", "桜丘町26-1", "東京都渋谷区", "150-0031", "JP", "1980-12-31" },
  { "花子", "佐藤", "hanako@pan.example", "+81 80-8765-4321", "佐藤パン店", "本町3丁目", "大阪市中央区", "541-0053", "JP", "1985-05-17" },
};

static const Person chinese[] = {
  { "伟", "王", "wang@wuding.example", "+86 139 1234 5678", "北京屋顶有限公司", "长安街5号", "北京市", "100000", "CN", "1980-12-31" },
  { "娜", "李", "li@mianbao.example", "+86 138 8765 4321", "上海面包店", "南京路12号", "上海市", "200000", "CN", "1991-08-23" },
};

static const Person koreans[] = {
  { "민수", "김", "kim@jibung.example", "+82 10-1234-5678", "한국지붕주식회사", "강남대로 5", "서울특별시", "06000", "KR", "1980-12-31" },
  { "영희", "이", "lee@ppang.example", "+82 10-8765-4321", "부산빵집", "해운대로 12", "부산광역시", "48000", "KR", "1988-04-16" },
};

typedef enum
{
  FORM_PLAIN,    /* our own words */
  FORM_OUTLOOK,  /* 92 columns, all quoted, 0/0/00 for no date, month first */
  FORM_GOOGLE,   /* kinds before values, several values in a cell */
  FORM_GOOGLE_2024,
  FORM_EXCEL_DE, /* semicolons, days first */
  FORM_SEPARATOR, /* a first line that says what the separator is */
  FORM_TAB,
  FORM_LINKEDIN, /* three lines before the header */
  FORM_PIPEDRIVE,
} Form;

static const char outlook_header[] =
  "Title,First Name,Middle Name,Last Name,Suffix,Company,Department,Job Title,Business Street,Business Street 2,"
  "Business Street 3,Business City,Business State,Business Postal Code,Business Country/Region,Home Street,Home Street 2,"
  "Home Street 3,Home City,Home State,Home Postal Code,Home Country/Region,Other Street,Other Street 2,Other Street 3,"
  "Other City,Other State,Other Postal Code,Other Country/Region,Assistant's Phone,Business Fax,Business Phone,"
  "Business Phone 2,Callback,Car Phone,Company Main Phone,Home Fax,Home Phone,Home Phone 2,ISDN,Mobile Phone,Other Fax,"
  "Other Phone,Pager,Primary Phone,Radio Phone,TTY/TDD Phone,Telex,Account,Anniversary,Assistant's Name,"
  "Billing Information,Birthday,Business Address PO Box,Categories,Children,Directory Server,E-mail Address,E-mail Type,"
  "E-mail Display Name,E-mail 2 Address,E-mail 2 Type,E-mail 2 Display Name,E-mail 3 Address,E-mail 3 Type,"
  "E-mail 3 Display Name,Gender,Government ID Number,Hobby,Home Address PO Box,Initials,Internet Free Busy,Keywords,"
  "Language,Location,Manager's Name,Mileage,Notes,Office Location,Organizational ID Number,Other Address PO Box,Priority,"
  "Private,Profession,Referred By,Sensitivity,Spouse,User 1,User 2,User 3,User 4,Web Page";

static char *
flip_date (const char *date,
           const char *form)
{
  g_auto (GStrv) parts = g_strsplit (date, "-", 3);

  if (strcmp (form, "de") == 0)
    return g_strjoin (".", parts[2], parts[1], parts[0], NULL);

  return g_strdup_printf ("%d/%d/%s", atoi (parts[1]), atoi (parts[2]), parts[0]);
}

static void
append_row (GString    *csv,
            char        delimiter,
            gboolean    quoted,
            const char *line_end,
            GPtrArray  *cells)
{
  for (guint i = 0; i < cells->len; i++)
    {
      const char *cell = g_ptr_array_index (cells, i);

      if (!quoted)
        {
          crm_csv_append (csv, cell, i == 0, delimiter);
          continue;
        }

      g_string_append (csv, i > 0 ? ",\"" : "\"");
      for (const char *p = cell; *p != '\0'; p++)
        g_string_append_printf (csv, "%s%c", *p == '"' ? "\"" : "", *p);
      g_string_append_c (csv, '"');
    }
  g_string_append (csv, line_end);
}

static void
append_outlook (GString      *csv,
                const Person *person)
{
  g_auto (GStrv) columns = g_strsplit (outlook_header, ",", -1);
  g_autoptr (GPtrArray) cells = g_ptr_array_new_with_free_func (g_free);
  g_autofree char *birthday = flip_date (person->birthday, "us");
  const char *values[][2] = {
    { "First Name", person->first }, { "Last Name", person->last }, { "Company", person->company },
    { "Business Street", person->street }, { "Business City", person->city },
    { "Business Postal Code", person->postcode }, { "Business Country/Region", person->country },
    { "Business Phone", person->phone }, { "E-mail Address", person->email }, { "Birthday", birthday },
    { "Anniversary", "0/0/00" }, { "E-mail Type", "SMTP" }, { "E-mail Display Name", person->first },
    { "Gender", "Unspecified" }, { "Priority", "Normal" }, { "Private", "False" }, { "Sensitivity", "Normal" },
  };

  g_assert_cmpuint (g_strv_length (columns), ==, 92);
  for (guint i = 0; columns[i] != NULL; i++)
    {
      const char *cell = "";

      for (guint k = 0; k < G_N_ELEMENTS (values); k++)
        if (strcmp (values[k][0], columns[i]) == 0)
          cell = values[k][1];
      g_ptr_array_add (cells, g_strdup (cell));
    }
  append_row (csv, ',', TRUE, "\r\n", cells);
}

static char *
write_form (Form          form,
            const Person *people,
            guint         n_people,
            const char   *line_end)
{
  static const char *const headers[] = {
    [FORM_PLAIN] = "First Name,Last Name,E-Mail,Phone,Account,Street,City,Postcode,Country,Birthday",
    [FORM_OUTLOOK] = NULL,
    [FORM_GOOGLE] = "Name,Given Name,Additional Name,Family Name,Yomi Name,Birthday,Gender,Notes,Group Membership,E-mail 1 - Type,"
                    "E-mail 1 - Value,Phone 1 - Type,Phone 1 - Value,Address 1 - Type,Address 1 - Formatted,"
                    "Address 1 - Street,Address 1 - City,Address 1 - PO Box,Address 1 - Region,Address 1 - Postal Code,"
                    "Address 1 - Country,Organization 1 - Type,Organization 1 - Name,Organization 1 - Title",
    [FORM_GOOGLE_2024] = "First Name,Middle Name,Last Name,Phonetic First Name,Nickname,File As,Organization Name,"
                         "Organization Title,Birthday,Notes,Photo,Labels,E-mail 1 - Label,E-mail 1 - Value,Phone 1 - Label,"
                         "Phone 1 - Value,Address 1 - Label,Address 1 - Country,Address 1 - Street,Address 1 - City,"
                         "Address 1 - Postal Code",
    [FORM_EXCEL_DE] = "Vorname;Nachname;E-Mail-Adresse;Telefon;Firma;Straße;Ort;PLZ;Land;Geburtsdatum",
    [FORM_SEPARATOR] = "First Name;Last Name;Email;Phone;Company;Street;City;ZIP;Country;Birthday",
    [FORM_TAB] = "First Name\tLast Name\tEmail\tPhone\tCompany\tStreet\tCity\tZIP\tCountry\tBirthday",
    [FORM_LINKEDIN] = "First Name,Last Name,Email Address,Phone,Company,Street,City,Postal Code,Country,Birthday",
    [FORM_PIPEDRIVE] = "Person - First name,Person - Last name,Person - Email - Work,Person - Phone - Work,"
                       "Person - Organization,Address,City,ZIP code,Country,Birthday",
  };
  char delimiter = form == FORM_EXCEL_DE || form == FORM_SEPARATOR ? ';' : form == FORM_TAB ? '\t' : ',';
  GString *csv = g_string_new (NULL);

  if (form == FORM_SEPARATOR)
    g_string_append_printf (csv, "sep=;%s", line_end);
  if (form == FORM_LINKEDIN)
    g_string_append_printf (csv, "Notes:%s\"When exporting your connection data, you may notice that some are missing, and so on.\"%s%s",
                            line_end, line_end, line_end);
  if (form == FORM_OUTLOOK)
    {
      g_auto (GStrv) columns = g_strsplit (outlook_header, ",", -1);
      g_autoptr (GPtrArray) cells = g_ptr_array_new ();

      for (guint i = 0; columns[i] != NULL; i++)
        g_ptr_array_add (cells, columns[i]);
      append_row (csv, ',', TRUE, "\r\n", cells);
    }
  else
    g_string_append_printf (csv, "%s%s", headers[form], line_end);

  for (guint i = 0; i < n_people; i++)
    {
      const Person *person = &people[i];
      g_autoptr (GPtrArray) cells = g_ptr_array_new ();
      g_autofree char *german = flip_date (person->birthday, "de");
      const char *plain[] = { person->first, person->last, person->email, person->phone, person->company, person->street,
                              person->city, person->postcode, person->country,
                              form == FORM_EXCEL_DE ? german : person->birthday };
      const char *google[] = { "", person->first, "", person->last, "", person->birthday, "", "", "* myContacts", "* Work",
                               person->email, "Work", person->phone, "Work", "", person->street, person->city, "", "",
                               person->postcode, person->country, "", person->company, "" };
      const char *google_2024[] = { person->first, "", person->last, "", "", "", person->company, "", person->birthday, "", "",
                                    "* myContacts", "* Work", person->email, "Work", person->phone, "Work", person->country,
                                    person->street, person->city, person->postcode };

      if (form == FORM_OUTLOOK)
        {
          append_outlook (csv, person);
          continue;
        }
      if (form == FORM_GOOGLE)
        for (guint k = 0; k < G_N_ELEMENTS (google); k++)
          g_ptr_array_add (cells, (gpointer) google[k]);
      else if (form == FORM_GOOGLE_2024)
        for (guint k = 0; k < G_N_ELEMENTS (google_2024); k++)
          g_ptr_array_add (cells, (gpointer) google_2024[k]);
      else
        for (guint k = 0; k < G_N_ELEMENTS (plain); k++)
          g_ptr_array_add (cells, (gpointer) plain[k]);
      append_row (csv, delimiter, FALSE, line_end, cells);
    }

  return g_string_free (csv, FALSE);
}

static char *
import_and_dump (const void *data,
                 gsize       length,
                 guint       n_people)
{
  g_autofree char *folder = NULL;
  g_autoptr (CrmWorkspace) workspace = crm_test_new_workspace (&folder);
  g_autoptr (GFile) file = exchange_test_write (folder, "people.csv", data, (gssize) length);
  g_autoptr (CrmImport) import = exchange_test_open (workspace, file, "contact");
  char *dump;

  exchange_test_run (import, CRM_DUPLICATES_SKIP);
  exchange_test_assert (import, n_people, 0, 0, 0);
  dump = exchange_test_dump (workspace, "contact");
  crm_test_assert_sound (workspace);
  crm_test_remove_folder (folder);

  return dump;
}

static void
assert_form (Form          form,
             const char   *charset,
             const char   *line_end,
             const Person *people,
             guint         n_people)
{
  g_autofree char *original = write_form (FORM_PLAIN, people, n_people, "\n");
  g_autofree char *expected = import_and_dump (original, strlen (original), n_people);
  g_autofree char *text = write_form (form, people, n_people, line_end);
  g_autofree char *data = NULL;
  g_autofree char *dump = NULL;
  gsize length;

  g_test_message ("form %d, %s", form, charset);
  data = exchange_test_encode (text, charset, &length);
  dump = import_and_dump (data, length, n_people);
  g_assert_cmpstr (dump, ==, expected);
}

#define ASSERT_FORM(form, charset, line_end, people) \
  assert_form (form, charset, line_end, people, G_N_ELEMENTS (people))

static void
test_programs (void)
{
  ASSERT_FORM (FORM_OUTLOOK, "WINDOWS-1252", "\r\n", westerners);
  ASSERT_FORM (FORM_GOOGLE, "UTF-8", "\n", westerners);
  ASSERT_FORM (FORM_GOOGLE_2024, "UTF-8", "\n", westerners);
  ASSERT_FORM (FORM_EXCEL_DE, "WINDOWS-1252", "\r\n", westerners);
  ASSERT_FORM (FORM_SEPARATOR, "UTF-8", "\r\n", westerners);
  ASSERT_FORM (FORM_LINKEDIN, "UTF-8", "\n", westerners);
  ASSERT_FORM (FORM_PIPEDRIVE, "UTF-8", "\n", westerners);
  ASSERT_FORM (FORM_PLAIN, "MACINTOSH", "\r", westerners);
}

static void
test_encodings (void)
{
  ASSERT_FORM (FORM_TAB, "UTF-16LE", "\r\n", westerners);
  ASSERT_FORM (FORM_TAB, "UTF-16BE", "\r\n", russians);
  ASSERT_FORM (FORM_PLAIN, "UTF-32LE", "\r\n", westerners);
  ASSERT_FORM (FORM_PLAIN, "CP932", "\r\n", japanese);
  ASSERT_FORM (FORM_PLAIN, "EUC-JP", "\n", japanese);
  ASSERT_FORM (FORM_EXCEL_DE, "WINDOWS-1252", "\r\n", westerners);
  ASSERT_FORM (FORM_SEPARATOR, "WINDOWS-1251", "\r\n", russians);
  ASSERT_FORM (FORM_PLAIN, "KOI8-R", "\n", russians);
  ASSERT_FORM (FORM_PLAIN, "GB18030", "\r\n", chinese);
  ASSERT_FORM (FORM_PLAIN, "CP949", "\r\n", koreans);
  ASSERT_FORM (FORM_PLAIN, "WINDOWS-1255", "\r\n", hebrews);
  ASSERT_FORM (FORM_PLAIN, "WINDOWS-1253", "\r\n", greeks);
}

/* --- Single programs --------------------------------------------------------------------------------------- */

typedef struct
{
  char *folder;
  CrmWorkspace *workspace;
} Fixture;

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  fixture->workspace = crm_test_new_workspace (&fixture->folder);
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  crm_test_assert_sound (fixture->workspace);
  g_clear_object (&fixture->workspace);
  crm_test_remove_folder (fixture->folder);
  g_free (fixture->folder);
}

static CrmImport *
open_text (Fixture    *fixture,
           const char *text,
           const char *type)
{
  g_autoptr (GFile) file = exchange_test_write (fixture->folder, "file.csv", text, -1);

  return exchange_test_open (fixture->workspace, file, type);
}

static void
assert_value (Fixture    *fixture,
              const char *type,
              gint64      id,
              const char *key,
              const char *expected)
{
  g_autofree char *value = crm_test_get (fixture->workspace, type, id, key);

  g_assert_cmpstr (value, ==, expected);
}

static void
test_google (Fixture       *fixture,
             gconstpointer  data)
{
  g_autoptr (CrmImport) import = NULL;

  import = open_text (fixture,
                      "Name,Given Name,Additional Name,Family Name,Group Membership,E-mail 1 - Type,E-mail 1 - Value,"
                      "E-mail 2 - Type,E-mail 2 - Value,Phone 1 - Type,Phone 1 - Value,IM 1 - Service,IM 1 - Value,"
                      "Custom Field 1 - Type,Custom Field 1 - Value,Address 1 - City,Address 2 - Type,Address 2 - City\n"
                      "Ana M. Muñoz,Ana,María,Muñoz,* myContacts ::: Friends ::: VIP,* Home,ana@sol.example ::: ana@luna.example,"
                      "Work,ana@trabajo.example,Mobile,+34 600 123 456 ::: +34 600 654 321,Skype,ana.munoz,Shoe size,38,Málaga,Home,Ronda\n",
                      "contact");
  exchange_test_run (import, CRM_DUPLICATES_SKIP);
  exchange_test_assert (import, 1, 0, 0, 0);

  assert_value (fixture, "contact", 1, "first_name", "Ana María");
  assert_value (fixture, "contact", 1, "last_name", "Muñoz");
  assert_value (fixture, "contact", 1, "tags", "Friends; VIP");
  assert_value (fixture, "contact", 1, "email", "ana@sol.example");
  assert_value (fixture, "contact", 1, "emails", "Home: ana@luna.example; Work: ana@trabajo.example");
  assert_value (fixture, "contact", 1, "phone", "+34 600 123 456");
  assert_value (fixture, "contact", 1, "phones", "Mobile: +34 600 654 321");
  assert_value (fixture, "contact", 1, "messengers", "skype: ana.munoz");
  assert_value (fixture, "contact", 1, "city", "Málaga");
  assert_value (fixture, "note", 1, "body", "Shoe size: 38\nAddress (Home): Ronda");
}

static void
test_mailchimp (Fixture       *fixture,
                gconstpointer  data)
{
  g_autoptr (CrmImport) import = NULL;
  g_autofree char *region = NULL;

  import = open_text (fixture,
                      "Email Address,First Name,Last Name,Phone Number,Birthday,MEMBER_RATING,OPTIN_TIME,OPTIN_IP,CONFIRM_TIME,"
                      "CONFIRM_IP,LATITUDE,LONGITUDE,GMTOFF,DSTOFF,TIMEZONE,CC,REGION,LAST_CHANGED,LEID,EUID,NOTES,TAGS\n"
                      "ana@sol.example,Ana,Muñoz,,,2,\"2024-01-02 10:00:00\",,,,,,,,,ES,an,\"2024-01-02 10:00:00\",123,ab12,\"Met at the fair\","
                      "\"\"\"VIP\"\",\"\"Blog, weekly\"\"\"\n",
                      "contact");
  region = exchange_test_target (import, 16);
  g_assert_cmpstr (region, ==, "ignore");
  exchange_test_run (import, CRM_DUPLICATES_SKIP);

  assert_value (fixture, "contact", 1, "tags", "\"VIP\"; \"Blog, weekly\"");
  assert_value (fixture, "contact", 1, "region", "");
  assert_value (fixture, "note", 1, "body", "Met at the fair");
}

static void
test_linkedin (Fixture       *fixture,
               gconstpointer  data)
{
  g_autoptr (CrmImport) old = NULL;
  g_autoptr (CrmImport) new = NULL;

  old = open_text (fixture,
                   "Notes:\n\"When exporting your connection data, you may notice that some of the email addresses are missing.\"\n\n"
                   "First Name,Last Name,URL,Email Address,Company,Position,Connected On\n"
                   "Ana,Muñoz,https://www.linkedin.com/in/ana,,Tejados Sol,Boss,15 Jun 2026\n"
                   ",,,,,,\n",
                   "contact");
  g_assert_cmpuint (crm_import_get_guess (old)->skip_lines, ==, 3);
  exchange_test_run (old, CRM_DUPLICATES_SKIP);
  exchange_test_assert (old, 1, 0, 1, 0);
  assert_value (fixture, "contact", 1, "messengers", "linkedin: https://www.linkedin.com/in/ana");
  assert_value (fixture, "contact", 1, "account", "Tejados Sol");
  assert_value (fixture, "contact", 1, "job_title", "Boss");

  new = open_text (fixture,
                   "First Name,Last Name,URL,Email Address,Company,Position,Connected On\n"
                   "Notes:\n\"When exporting your connection data, and so on.\"\n\n"
                   "Luis,Cruz,https://www.linkedin.com/in/luis,,Tejados Sol,Roofer,16 Jun 2026\n"
                   "Eva,Paz,https://www.linkedin.com/in/eva,,Tejados Sol,Roofer,16 Jun 2026\n",
                   "contact");
  exchange_test_run (new, CRM_DUPLICATES_SKIP);
  exchange_test_assert (new, 2, 0, 0, 0);
}

static void
test_salesforce (Fixture       *fixture,
                 gconstpointer  data)
{
  g_autoptr (CrmImport) import = NULL;

  import = open_text (fixture,
                      "\"Contact ID\",\"Salutation\",\"First Name\",\"Last Name\",\"Title\",\"Account Name\",\"Email\",\"Phone\",\"Mobile\","
                      "\"Mailing Street\",\"Mailing City\",\"Mailing State/Province\",\"Mailing Zip/Postal Code\",\"Mailing Country\",\"Contact Owner\"\n"
                      "\"003xx\",\"Ms.\",\"Ana\",\"Muñoz\",\"Boss\",\"Tejados Sol\",\"ana@sol.example\",\"+34 952 111 222\",\"+34 600 123 456\","
                      "\"C/ Mayor 1\",\"Málaga\",\"Málaga\",\"29001\",\"Spain\",\"Somebody Else\"\n",
                      "contact");
  exchange_test_run (import, CRM_DUPLICATES_SKIP);
  exchange_test_assert (import, 1, 0, 0, 0);

  assert_value (fixture, "contact", 1, "job_title", "Boss");
  assert_value (fixture, "contact", 1, "phone", "+34 952 111 222");
  assert_value (fixture, "contact", 1, "phones", "mobile: +34 600 123 456");
  assert_value (fixture, "contact", 1, "country", "ES");
  assert_value (fixture, "note", 1, "body", "Salutation: Ms.");
  {
    g_autoptr (GPtrArray) warnings = crm_import_list_warnings (import);

    g_assert_cmpuint (warnings->len, ==, 1);
    g_assert_nonnull (strstr (g_ptr_array_index (warnings, 0), "Somebody Else"));
  }
}

/* Without a header, the values say what they are. */
static void
test_no_header (Fixture       *fixture,
                gconstpointer  data)
{
  g_autoptr (CrmImport) import = NULL;

  import = open_text (fixture,
                      "Ana Muñoz;ana@sol.example;+34 600 123 456;https://sol.example\n"
                      "Luis Cruz;luis@sol.example;+34 600 654 321;https://cruz.example\n",
                      "contact");
  g_assert_false (crm_import_get_guess (import)->has_header);
  exchange_test_run (import, CRM_DUPLICATES_SKIP);
  exchange_test_assert (import, 2, 0, 0, 0);
  assert_value (fixture, "contact", 2, "last_name", "Cruz");
  assert_value (fixture, "contact", 2, "email", "luis@sol.example");
  assert_value (fixture, "contact", 2, "phone", "+34 600 654 321");
  assert_value (fixture, "contact", 2, "website", "https://cruz.example");
}

static void
set_target (CrmImport  *import,
            guint       column,
            const char *text)
{
  g_auto (CrmTarget) target = { 0 };
  g_autoptr (GError) error = NULL;

  crm_target_from_text (&target, crm_import_get_record_type (import), text, &error);
  g_assert_no_error (error);
  crm_mapping_set_target (crm_import_get_mapping (import), column, &target);
}

/* A wrong guess can be put right, in everything. */
/* Plain words without a header are what records of the kind are called. */
static void
test_plain_words (Fixture       *fixture,
                  gconstpointer  data)
{
  static const char *const types[] = { "account", "deal", "task" };

  for (guint i = 0; i < G_N_ELEMENTS (types); i++)
    {
      g_autoptr (GFile) file = exchange_test_write (fixture->folder, "words.csv", "Roof,b,,5,\xca\xa4\n", -1);
      g_autoptr (CrmImport) import = exchange_test_open (fixture->workspace, file, types[i]);
      g_autofree char *target = NULL;

      crm_import_set_header (import, 0, FALSE);
      target = exchange_test_target (import, 0);
      g_assert_cmpstr (target, ==, i == 0 ? "name" : "title");
    }
}

static void
test_override (Fixture       *fixture,
               gconstpointer  data)
{
  g_autofree char *bytes = NULL;
  g_autoptr (GFile) file = NULL;
  g_autoptr (CrmImport) import = NULL;
  const CrmCsvDialect semicolon = { ';', '"', FALSE };
  CrmTarget target = { CRM_TARGET_FIELD, (char *) "last_name", NULL, CRM_FIELD_TEXT };
  gsize length;

  bytes = exchange_test_encode ("ignore me\nx;y,1\nЖук;a,2\n", "WINDOWS-1251", &length);
  file = exchange_test_write (fixture->folder, "odd.csv", bytes, (gssize) length);
  import = exchange_test_open (fixture->workspace, file, "contact");
  crm_import_set_encoding (import, crm_encoding_find ("cp1251"));
  crm_import_set_dialect (import, &semicolon);
  crm_import_set_header (import, 1, FALSE);
  crm_mapping_set_target (crm_import_get_mapping (import), 0, &target);
  set_target (import, 1, "ignore");

  exchange_test_run (import, CRM_DUPLICATES_SKIP);
  exchange_test_assert (import, 2, 0, 0, 0);
  assert_value (fixture, "contact", 2, "last_name", "Жук");
}

static void
test_accounts (Fixture       *fixture,
               gconstpointer  data)
{
  g_autoptr (CrmImport) import = NULL;

  import = open_text (fixture,
                      "Firma;Webseite;Telefon;Straße;Ort;PLZ;Land;Branche;Anzahl Mitarbeiter;Jahresumsatz\n"
                      "Müller Bau;www.mueller.example;+49 221 111;Lange Str. 5;Köln;50667;Deutschland;Bau;1.250;1.234.567,50 EUR\n"
                      "Schmidt KG;www.schmidt.example;+49 221 222;Kurze Str. 6;Bonn;53111;Deutschland;Handel;12;987,00 EUR\n"
                      "müller bau;;;;;;;;;\n",
                      "account");
  exchange_test_run (import, CRM_DUPLICATES_SKIP);
  exchange_test_assert (import, 2, 0, 1, 0);
  assert_value (fixture, "account", 1, "name", "Müller Bau");
  assert_value (fixture, "account", 1, "employees", "1250");
  assert_value (fixture, "account", 1, "annual_revenue", "1234567.50 EUR");
  assert_value (fixture, "account", 1, "country", "DE");
  assert_value (fixture, "account", 2, "annual_revenue", "987.00 EUR");
}

static const char custom_file[] =
  "Name,Roof Area,Built On,Insured,Kind\nAna Muñoz,\"1.234,5\",31.12.1980,ja,flat\nLuis Cruz,\"12,25\",1.2.1990,nein,steep\n";

/* New fields are made first, of the type that the values have; the whole is one step to undo. */
static void
test_new_fields (Fixture       *fixture,
                 gconstpointer  data)
{
  g_autoptr (CrmImport) import = open_text (fixture, custom_file, "contact");
  g_auto (CrmTarget) suggestion = { 0 };

  crm_mapping_suggest_field (crm_import_get_mapping (import), 1, &suggestion);
  g_assert_cmpint (suggestion.kind, ==, CRM_TARGET_NEW_FIELD);
  g_assert_cmpint (suggestion.type, ==, CRM_FIELD_NUMBER);
  g_assert_cmpstr (suggestion.label, ==, "Roof Area");
  crm_mapping_set_target (crm_import_get_mapping (import), 1, &suggestion);
  set_target (import, 2, "new.date:Built On");
  set_target (import, 3, "new.yes-no:Insured");
  set_target (import, 4, "new.choice:Kind");
  exchange_test_run (import, CRM_DUPLICATES_SKIP);
  exchange_test_assert (import, 2, 0, 0, 0);

  assert_value (fixture, "contact", 1, "custom.roof_area", "1234.5");
  assert_value (fixture, "contact", 1, "custom.built_on", "1980-12-31");
  assert_value (fixture, "contact", 1, "custom.insured", "yes");
  assert_value (fixture, "contact", 2, "custom.kind", "steep");
  assert_value (fixture, "contact", 2, "custom.roof_area", "12.25");
  assert_value (fixture, "contact", 2, "custom.built_on", "1990-02-01");

  crm_test_undo (fixture->workspace, crm_import_get_batch (import));
  g_assert_cmpint (crm_test_query (fixture->workspace, "SELECT count (*) FROM contact WHERE state = 0"), ==, 0);
  g_assert_cmpint (crm_test_query (fixture->workspace, "SELECT count (*) FROM field WHERE state = 0"), ==, 0);
}

/* Writes into the file what no import learned. */
static void
spoil_learned (Fixture *fixture)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (CrmDb) db = crm_db_open (crm_store_get_path (crm_workspace_get_store (fixture->workspace)), CRM_DB_WRITE, &error);

  g_assert_no_error (error);
  crm_db_exec (db, "INSERT INTO meta VALUES ('import-mapping.spoilt', '{')", &error);
  g_assert_no_error (error);
}

/* What was chosen for a file is offered for the next one of the same shape. */
static void
test_learned (Fixture       *fixture,
              gconstpointer  data)
{
  g_autoptr (CrmImport) first = open_text (fixture, custom_file, "contact");
  g_autoptr (CrmImport) second = NULL;
  g_autoptr (CrmImport) other = NULL;
  g_autoptr (CrmImport) again = NULL;
  g_autofree char *roof = NULL;
  g_autofree char *built = NULL;

  set_target (first, 1, "new.number:Roof Area");
  set_target (first, 2, "birthday");
  exchange_test_run (first, CRM_DUPLICATES_SKIP);

  second = open_text (fixture, "Name,Roof Area,Built On,Insured,Kind\nEva Paz,7,3/29/1981,,\n", "contact");
  roof = exchange_test_target (second, 1);
  built = exchange_test_target (second, 2);
  g_assert_cmpstr (roof, ==, "custom.roof_area");
  g_assert_cmpstr (built, ==, "birthday");
  g_assert_true (crm_mapping_get_column (crm_import_get_mapping (second), 1)->learned);
  exchange_test_run (second, CRM_DUPLICATES_SKIP);
  /* In which order dates are, this file says itself. */
  assert_value (fixture, "contact", 3, "birthday", "1981-03-29");
  assert_value (fixture, "contact", 3, "custom.roof_area", "7");

  other = open_text (fixture, "Name,Built On\nEva Paz,29.3.1981\n", "contact");
  g_assert_false (crm_mapping_get_column (crm_import_get_mapping (other), 1)->learned);

  /* What cannot be read of it keeps nobody from the rest. */
  spoil_learned (fixture);
  again = open_text (fixture, "Name,Roof Area,Built On,Insured,Kind\nEva Paz,7,3/29/1981,,\n", "contact");
  g_assert_true (crm_mapping_get_column (crm_import_get_mapping (again), 1)->learned);
}

static void
test_check (Fixture       *fixture,
            gconstpointer  data)
{
  g_autoptr (CrmImport) nothing = open_text (fixture, "Flavour,Colour\nsweet,red\n", "contact");
  g_autoptr (CrmImport) twice = open_text (fixture, "Name,Flavour,Colour\nAna,sweet,red\n", "contact");
  g_autoptr (GError) error = NULL;

  g_assert_false (crm_import_run (nothing, NULL, NULL, NULL, &error));
  g_assert_error (error, CRM_ERROR, CRM_ERROR_REQUIRED);
  g_clear_error (&error);

  set_target (twice, 1, "new.text:City");
  g_assert_false (crm_import_run (twice, NULL, NULL, NULL, &error));
  g_assert_error (error, CRM_ERROR, CRM_ERROR_REFUSED);
  g_clear_error (&error);

  set_target (twice, 1, "new.text:Taste");
  set_target (twice, 2, "new.text:taste");
  g_assert_false (crm_import_run (twice, NULL, NULL, NULL, &error));
  g_assert_error (error, CRM_ERROR, CRM_ERROR_REFUSED);
}

/* --- The corpora ------------------------------------------------------------------------------------------- */

static const struct
{
  const char *name;
  const char *charset;
  char delimiter;
  guint skip_lines;
} expected_guesses[] = {
  { "csv/csvlint/title-row.csv", "UTF-8", ',', 1 },
  { "csv/csvlint/invalid-byte-sequence.csv", "WINDOWS-1252", ',', 0 },
  { "csv/csvlint/cr-line-endings.csv", "UTF-8", ',', 0 },
  { "csv/tableschema/data_infer_iso-8859-7.csv", "WINDOWS-1253", ',', 0 },
};

static void
check_guess (const char   *name,
             const guint8 *data,
             gsize         length,
             gpointer      user_data)
{
  guint *n_expected = user_data;
  CrmCsvGuess guess;

  crm_csv_sniff (data, length, TRUE, &guess);
  g_assert_cmpint (guess.dialect.delimiter, ==, ',');
  if (length > 0)
    g_assert_true (guess.has_header);

  for (guint i = 0; i < G_N_ELEMENTS (expected_guesses); i++)
    if (strcmp (expected_guesses[i].name, name) == 0)
      {
        g_assert_cmpstr (guess.encoding.encoding->charset, ==, expected_guesses[i].charset);
        g_assert_cmpint (guess.dialect.delimiter, ==, expected_guesses[i].delimiter);
        g_assert_cmpuint (guess.skip_lines, ==, expected_guesses[i].skip_lines);
        (*n_expected)++;
      }
}

static void
test_corpora (void)
{
  guint n_expected = 0;

  g_assert_cmpuint (exchange_test_each_corpus ("csv", ".csv", check_guess, &n_expected), ==, 12 + 12 + 13);
  g_assert_cmpuint (n_expected, ==, G_N_ELEMENTS (expected_guesses));
}

static void
test_sniff (void)
{
  static const struct
  {
    const char *text;
    char delimiter;
    char quote;
    gboolean has_header;
    guint skip_lines;
  } files[] = {
    { "a;b\n1,5;2,5\n3,5;4,5\n", ';', '"', TRUE, 0 },
    { "name|mail\nAna|ana@a.example\n", '|', '"', TRUE, 0 },
    { "name^mail\nAna^ana@a.example\n", '^', '"', TRUE, 0 },
    { "name:age\nAna:30\nLuis:40\n", ':', '"', TRUE, 0 },
    { "'name','mail'\n'Ana, B.','ana@a.example'\n'Luis','l@a.example'\n", ',', '\'', TRUE, 0 },
    { "ana@a.example\nluis@a.example\n", ',', '"', FALSE, 0 },
    { "email\nana@a.example\nluis@a.example\n", ',', '"', TRUE, 0 },
    { "\"sep=|\"\nname|mail\nAna|a@a.example\n", '|', '"', TRUE, 1 },
    { "Report of the year\n\nname,mail\nAna,a@a.example\nLuis,l@a.example\n", ',', '"', TRUE, 2 },
    { "John,Doe,john@a.example\nJane,Doe,jane@a.example\n", ',', '"', FALSE, 0 },
    { "opened at 10:30\nname\ttime\nAna\t10:45\nLuis\t11:00\n", '\t', '"', TRUE, 1 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (files); i++)
    {
      CrmCsvGuess guess;

      crm_csv_sniff ((const guint8 *) files[i].text, strlen (files[i].text), TRUE, &guess);
      g_test_message ("%s", files[i].text);
      g_assert_cmpint (guess.dialect.delimiter, ==, files[i].delimiter);
      g_assert_cmpint (guess.dialect.quote, ==, files[i].quote);
      g_assert_cmpint (guess.has_header, ==, files[i].has_header);
      g_assert_cmpuint (guess.skip_lines, ==, files[i].skip_lines);
    }
}

#define ADD(path, func) g_test_add (path, Fixture, NULL, set_up, func, tear_down)

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/mapping/headers", test_headers);
  g_test_add_func ("/mapping/names", test_names);
  g_test_add_func ("/mapping/numbers", test_numbers);
  g_test_add_func ("/mapping/dates", test_dates);
  g_test_add_func ("/mapping/sniff", test_sniff);
  g_test_add_func ("/mapping/corpora", test_corpora);
  g_test_add_func ("/mapping/programs", test_programs);
  g_test_add_func ("/mapping/encodings", test_encodings);
  ADD ("/mapping/google", test_google);
  ADD ("/mapping/mailchimp", test_mailchimp);
  ADD ("/mapping/linkedin", test_linkedin);
  ADD ("/mapping/salesforce", test_salesforce);
  ADD ("/mapping/no-header", test_no_header);
  ADD ("/mapping/plain-words", test_plain_words);
  ADD ("/mapping/override", test_override);
  ADD ("/mapping/accounts", test_accounts);
  ADD ("/mapping/new-fields", test_new_fields);
  ADD ("/mapping/learned", test_learned);
  ADD ("/mapping/check", test_check);

  return g_test_run ();
}
