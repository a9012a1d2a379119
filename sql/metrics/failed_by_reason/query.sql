SELECT
  failed_date,
  coalesce(errorcode, lasterrorcode) AS error_code,
  coalesce(errormessage, lasterrormessage) AS error_message,
  count(*) AS records
FROM failed_events
GROUP BY failed_date, coalesce(errorcode, lasterrorcode), coalesce(errormessage, lasterrormessage)
ORDER BY failed_date DESC, records DESC, error_code
