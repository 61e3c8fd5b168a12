using System.Globalization;
using IncidentBot.Actions;
using IncidentBot.Readings;
using IncidentBot.Words;

namespace IncidentBot.Http;

/// <summary>A service that answers as it should, with a certificate that nobody has renewed in time: the day it ends, no client trusts it.</summary>
internal static class EndingCertificate
{
    /// <summary>What renews by itself does so earlier: a month ahead is usual.</summary>
    private static readonly TimeSpan Soon = TimeSpan.FromDays(14);

    /// <returns>Null where there is none, or time enough.</returns>
    public static ActionReport? Of(EndpointCall.Ready ready, Answer answer, DateTimeOffset now) =>
        answer.CertificateEnds is not { } ends || ends - now > Soon ? null : new ActionReport(
            string.Create(
                CultureInfo.InvariantCulture,
                $"{EndpointReports.Subject(ready)}: its certificate ends in {Duration.Words(ends - now)} ({ends:d MMMM yyyy}); it answers {answer.Status}"),
            Healthy: false)
        {
            FailureClass = "CERTIFICATE ENDS",
            Gravity = Gravity.Risk,
            Steps = [$"Renew the certificate of {ready.Target.BaseUrl.Authority}, and see why that did not happen by itself"],
            Evidence = [$"{ready.Endpoint.Method} {ready.Url}: {answer.Headline}"],
            Readings = Reading.Known([.. answer.Readings, Reading.Seconds("http.certificate_left", ends - now)]),
        };
}
