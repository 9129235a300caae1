/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Encodings: what people in many countries export is read as they wrote it. */

#include "config.h"

#include <string.h>

#include "crm-decoder.h"
#include "crm-encoding.h"
#include "exchange-test.h"

static char *
decode (const void        *data,
        gsize              length,
        const CrmEncoding *encoding)
{
  g_autoptr (GInputStream) stream = g_memory_input_stream_new_from_data (data, (gssize) length, NULL);
  g_autoptr (CrmDecoder) decoder = crm_decoder_new (stream, encoding);
  g_autoptr (GError) error = NULL;
  GString *text = g_string_new (NULL);
  char buffer[100];
  gssize n;

  while ((n = crm_decoder_read (decoder, buffer, sizeof buffer, NULL, &error)) > 0)
    g_string_append_len (text, buffer, n);
  g_assert_no_error (error);

  return g_string_free (text, FALSE);
}

/* People, as an address book has them, and the encodings that it may come in. */
static const struct
{
  const char *text;
  const char *charsets;
} books[] = {
  { "Name;Ort\nJürgen Müller;München\nBärbel Größing;Köln\nKäthe Weiß;Düsseldorf\nSören Schröder;Lübeck\n",
    "WINDOWS-1252 MACINTOSH IBM850" },
  { "Nom;Ville\nHélène Lefèvre;Orléans\nFrançois Béranger;Besançon\nJérôme Châtelain;Nîmes\nMaëlle Légaré;Évreux\n",
    "WINDOWS-1252 ISO-8859-15 MACINTOSH IBM850" },
  { "Nombre;Ciudad\nJosé Muñoz;Málaga\nMaría Ibáñez;Logroño\nRamón Núñez;Cádiz\nÁngela Peña;León\n",
    "WINDOWS-1252 MACINTOSH" },
  { "Nome;Città\nNicolò Forlì;Città di Castello\nJosè Viganò;Cefalù\nNoemi Portogruarò;Cantù\n", "WINDOWS-1252" },
  { "Nome;Cidade\nJoão Gonçalves;São Paulo\nConceição Simões;Guimarães\nInês Magalhães;Évora\n", "WINDOWS-1252" },
  { "Navn;By\nSøren Kjærgård;Ærøskøbing\nBjørn Sørensen;Tromsø\nPål Håkonsen;Ålesund\n", "WINDOWS-1252" },
  { "Imię;Miasto\nŁukasz Wiśniewski;Łódź\nMałgorzata Dąbrowska;Gdańsk\nStanisław Kamiński;Kraków\nZofia Wójcik;Częstochowa\n",
    "WINDOWS-1250 ISO-8859-2" },
  { "Jméno;Město\nJiří Novotný;Plzeň\nKateřina Dvořáková;Děčín\nOndřej Procházka;Kroměříž\nŠárka Růžičková;Ústí\n",
    "WINDOWS-1250 ISO-8859-2" },
  { "Név;Város\nGyőző Szűcs;Győr\nErzsébet Kövér;Székesfehérvár\nLászló Fülöp;Hódmezővásárhely\n", "WINDOWS-1250 ISO-8859-2" },
  { "Nume;Oraş\nŞtefan Ionuţ;Bucureşti\nRăzvan Mărginean;Piteşti\nŢibuleac Cătălin;Constanţa\n", "WINDOWS-1250" },
  { "Ad;Şehir\nAyşe Yıldız;İstanbul\nMehmet Öztürk;Eskişehir\nÇağla Şahin;Muğla\nGülşah Doğan;Diyarbakır\n", "WINDOWS-1254" },
  { "Имя;Город\nИван Петров;Москва\nОльга Смирнова;Новосибирск\nДмитрий Кузнецов;Екатеринбург\nСветлана Юрьева;Тверь\n",
    "WINDOWS-1251 KOI8-R ISO-8859-5 IBM866" },
  { "Ім’я;Місто\nОлексій Шевченко;Київ\nНаталія Коваленко;Львів\nВолодимир Бойко;Чернігів\n", "WINDOWS-1251" },
  { "Όνομα;Πόλη\nΓιώργος Παπαδόπουλος;Αθήνα\nΜαρία Οικονόμου;Θεσσαλονίκη\nΝίκος Γεωργίου;Πάτρα\nΆννα Δημητρίου;Ηράκλειο\n",
    "WINDOWS-1253 ISO-8859-7" },
  { "שם;עיר\nמשה כהן;תל אביב\nרחל לוי;ירושלים\nיעקב מזרחי;חיפה\n", "WINDOWS-1255" },
  { "الاسم;المدينة\nمحمد العلي;القاهرة\nفاطمة حسن;الرياض\nعبد الله الأحمد;بيروت\n", "WINDOWS-1256" },
  { "氏名;住所\n山田太郎;東京都渋谷区\n佐藤花子;大阪府大阪市\n鈴木一郎;神奈川県横浜市\nタカハシ ケン;北海道\n",
    "CP932 EUC-JP ISO-2022-JP" },
  { "姓名;城市\n王伟;北京市\n李娜;上海市\n张敏;广州市\n刘洋;深圳市\n", "GB18030" },
  { "姓名;城市\n陳怡君;台北市\n林志明;高雄市\n黃美玲;台中市\n張家豪;新竹縣\n", "CP950" },
  { "이름;도시\n김민수;서울특별시\n이영희;부산광역시\n박지훈;대전광역시\n", "CP949" },
};

static void
assert_guess (const char *text,
              const char *charset)
{
  CrmEncodingGuess guess;
  g_autofree char *data = NULL;
  g_autofree char *read = NULL;
  gsize length;

  data = exchange_test_encode (text, charset, &length);
  crm_encoding_guess ((const guint8 *) data, length, TRUE, &guess);
  read = decode (data, length, guess.encoding);

  /* Two encodings may write a text in the same way; what counts is how it reads. */
  g_test_message ("%s: %s, %.2f", charset, guess.encoding->charset, guess.confidence);
  g_assert_cmpstr (read, ==, text);
}

static void
test_books (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (books); i++)
    {
      g_auto (GStrv) charsets = g_strsplit (books[i].charsets, " ", -1);

      for (guint k = 0; charsets[k] != NULL; k++)
        assert_guess (books[i].text, charsets[k]);
    }
}

static void
test_unicode (void)
{
  static const char *const forms[] = { "UTF-8", "UTF-16LE", "UTF-16BE", "UTF-32LE", "UTF-32BE" };

  for (guint i = 0; i < G_N_ELEMENTS (books); i++)
    for (guint k = 0; k < G_N_ELEMENTS (forms); k++)
      assert_guess (books[i].text, forms[k]);
}

static void
test_marks (void)
{
  static const struct
  {
    const char *charset;
    const char *mark;
    gsize length;
  } forms[] = {
    { "UTF-8", "\xef\xbb\xbf", 3 },         { "UTF-16LE", "\xff\xfe", 2 },         { "UTF-16BE", "\xfe\xff", 2 },
    { "UTF-32LE", "\xff\xfe\x00\x00", 4 }, { "UTF-32BE", "\x00\x00\xfe\xff", 4 }, { "GB18030", "\x84\x31\x95\x33", 4 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (forms); i++)
    {
      g_autoptr (GByteArray) data = g_byte_array_new ();
      g_autofree char *read = NULL;
      g_autofree char *text = NULL;
      CrmEncodingGuess guess;
      gsize length;

      text = exchange_test_encode ("name\nJosé\n", forms[i].charset, &length);
      g_byte_array_append (data, (const guint8 *) forms[i].mark, (guint) forms[i].length);
      g_byte_array_append (data, (const guint8 *) text, (guint) length);
      crm_encoding_guess (data->data, data->len, TRUE, &guess);
      read = decode (data->data, data->len, guess.encoding);

      g_assert_cmpstr (guess.encoding->charset, ==, forms[i].charset);
      g_assert_cmpuint (guess.mark, ==, forms[i].length);
      g_assert_cmpfloat (guess.confidence, ==, 1);
      g_assert_cmpstr (read, ==, "name\nJosé\n");
    }
}

static void
test_plain (void)
{
  CrmEncodingGuess guess;

  crm_encoding_guess ((const guint8 *) "name,city\nAna,Madrid\n", 21, TRUE, &guess);
  g_assert_cmpstr (guess.encoding->charset, ==, "UTF-8");
  g_assert_cmpfloat (guess.confidence, ==, 1);

  /* Cut off in the middle of a character; and one broken byte among many good ones. */
  crm_encoding_guess ((const guint8 *) "García\xc3", 8, FALSE, &guess);
  g_assert_cmpstr (guess.encoding->charset, ==, "UTF-8");
  crm_encoding_guess ((const guint8 *) "ééééééééééééé\xffx", 28, TRUE, &guess);
  g_assert_cmpstr (guess.encoding->charset, ==, "UTF-8");
  g_assert_cmpfloat (guess.confidence, <, 1);
}

static void
test_find (void)
{
  static const char *const names[][2] = {
    { "utf-8", "UTF-8" },          { "UTF8", "UTF-8" },         { "cp1252", "WINDOWS-1252" }, { "Windows-1252", "WINDOWS-1252" },
    { "latin1", "ISO-8859-1" },    { "ISO_8859-2", "ISO-8859-2" }, { "Shift_JIS", "CP932" },   { "x-sjis", "CP932" },
    { "euc-kr", "CP949" },         { "GB2312", "GB18030" },     { "big5", "CP950" },          { "koi8-r", "KOI8-R" },
    { "us-ascii", "UTF-8" },       { "utf-16", "UTF-16LE" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      const CrmEncoding *encoding = crm_encoding_find (names[i][0]);

      g_assert_nonnull (encoding);
      g_assert_cmpstr (encoding->charset, ==, names[i][1]);
    }
  g_assert_null (crm_encoding_find ("klingon"));
  g_assert_null (crm_encoding_find (NULL));
}

/* Every encoding that is offered can be read with. */
static void
test_all (void)
{
  guint n;
  const CrmEncoding *encodings = crm_encoding_list (&n);

  for (guint i = 0; i < n; i++)
    {
      g_autofree char *text = NULL;
      g_autofree char *read = NULL;
      gsize length;

      text = exchange_test_encode ("plain", encodings[i].charset, &length);
      read = decode (text, length, &encodings[i]);
      g_assert_cmpstr (read, ==, "plain");
      g_assert_nonnull (crm_encoding_get_label (&encodings[i]));
      g_assert_true (crm_encoding_find (encodings[i].charset) == &encodings[i]);
    }
}

/* Whatever the bytes are, what comes out is text, and nothing is lost without being counted. */
static void
test_noise (void)
{
  g_autoptr (GRand) random = g_rand_new_with_seed (3);
  guint n;
  const CrmEncoding *encodings = crm_encoding_list (&n);

  for (guint i = 0; i < 600; i++)
    {
      const CrmEncoding *encoding = &encodings[i % n];
      gsize length = (gsize) g_rand_int_range (random, 0, 300);
      g_autofree guint8 *data = g_malloc (length + 1);
      g_autoptr (GInputStream) stream = NULL;
      g_autoptr (CrmDecoder) decoder = NULL;
      CrmEncodingGuess guess;
      char buffer[64];
      gssize got;
      gint64 n_replaced = 0;

      for (gsize k = 0; k < length; k++)
        data[k] = (guint8) g_rand_int_range (random, 0, 256);
      crm_encoding_guess (data, length, TRUE, &guess);
      g_assert_nonnull (guess.encoding);
      g_assert_cmpfloat (guess.confidence, <=, 1);

      stream = g_memory_input_stream_new_from_data (data, (gssize) length, NULL);
      decoder = crm_decoder_new (stream, encoding);
      while ((got = crm_decoder_read (decoder, buffer, sizeof buffer, NULL, NULL)) > 0)
        {
          g_assert_true (g_utf8_validate_len (buffer, (gsize) got, NULL));
          for (const char *p = buffer; p < buffer + got; p = g_utf8_next_char (p))
            n_replaced += g_utf8_get_char (p) == 0xfffd;
        }
      g_assert_cmpint (got, ==, 0);
      g_assert_cmpint (crm_decoder_get_position (decoder), ==, (goffset) length);

      /* U+FFFD may also have been in the file. */
      g_assert_cmpint (crm_decoder_get_n_faults (decoder), <=, n_replaced);
      if (strcmp (encoding->charset, "UTF-8") == 0)
        g_assert_cmpint (crm_decoder_get_n_faults (decoder), ==, n_replaced);
    }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/encoding/books", test_books);
  g_test_add_func ("/encoding/unicode", test_unicode);
  g_test_add_func ("/encoding/marks", test_marks);
  g_test_add_func ("/encoding/plain", test_plain);
  g_test_add_func ("/encoding/find", test_find);
  g_test_add_func ("/encoding/all", test_all);
  g_test_add_func ("/encoding/noise", test_noise);

  return g_test_run ();
}
