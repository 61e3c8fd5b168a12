using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace IncidentBot.Server.Tests.Support;

/// <summary>The addresses that come with each request: five answers within thirty minutes.</summary>
internal sealed class FakeSlackResponses(FakeSlack slack)
{
    private readonly Lock gate = new();
    private readonly Dictionary<string, Ticket> tickets = [];

    public void Map(WebApplication app) => app.MapPost("/response/{id}", RespondAsync);

    /// <param name="about">The message whose button was pressed, if one was.</param>
    public string Issue(string channel, string user, FakeSlackMessage? about = null)
    {
        lock (gate)
        {
            var id = Guid.NewGuid().ToString("N");
            tickets.Add(id, new Ticket(channel, user, about, slack.Time.GetUtcNow()));
            return new Uri(slack.Url, $"/response/{id}").ToString();
        }
    }

    private async Task<IResult> RespondAsync(string id, HttpRequest request)
    {
        var said = (await JsonNode.ParseAsync(request.Body))!.AsObject();
        if (slack.TakeFailure("response_url") is { } failure)
        {
            slack.Record(new FakeSlackCall("response_url", said, Token: null, failure.Error));
            if (failure.RetryAfterSeconds is { } seconds)
            {
                request.HttpContext.Response.Headers.RetryAfter = seconds.ToString(System.Globalization.CultureInfo.InvariantCulture);
            }

            return Results.Text(failure.Error, statusCode: (int)failure.Status);
        }

        var refusal = Refuse(id, said, out var ticket);
        slack.Record(new FakeSlackCall("response_url", said, request.Headers.Authorization.ToString() is { Length: > 0 } token ? token : null, refusal));
        if (refusal is not null)
        {
            return refusal == "invalid_blocks"
                ? Results.Text(refusal, statusCode: StatusCodes.Status400BadRequest)
                : Results.Json(new { ok = false, error = refusal }, statusCode: StatusCodes.Status404NotFound);
        }

        Show(ticket!, said);
        return Results.Text("ok");
    }

    private string? Refuse(string id, JsonObject said, out Ticket? ticket)
    {
        lock (gate)
        {
            if (!tickets.TryGetValue(id, out ticket) || ticket.Uses >= 5)
            {
                return "used_url";
            }

            if (slack.Time.GetUtcNow() - ticket.IssuedAt > TimeSpan.FromMinutes(30))
            {
                return "expired_url";
            }

            ticket.Uses++;
            return said["blocks"] is JsonArray blocks && FakeSlackBlockKit.Problems(blocks).Any() ? "invalid_blocks" : null;
        }
    }

    private void Show(Ticket ticket, JsonObject said)
    {
        if ((bool?)said["delete_original"] == true && ticket.About is not null)
        {
            slack.Delete(ticket.About);
        }
        else if ((bool?)said["replace_original"] == true && ticket.About is not null)
        {
            slack.Edit(ticket.Channel, ticket.About.Ts, said);
        }
        else
        {
            slack.Show(ticket.Channel, (string?)said["response_type"] == "in_channel" ? null : ticket.User, said);
        }
    }

    private sealed record Ticket(string Channel, string User, FakeSlackMessage? About, DateTimeOffset IssuedAt)
    {
        public int Uses { get; set; }
    }
}
