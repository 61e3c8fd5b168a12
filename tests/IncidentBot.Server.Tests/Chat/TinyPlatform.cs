using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using IncidentBot.Chat;
using IncidentBot.Doors;
using IncidentBot.Messages;
using IncidentBot.People;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace IncidentBot.Server.Tests.Chat;

/// <summary>A platform made by following "Adding a platform": a pager, whose door is one secret and whose channels are one list.</summary>
internal sealed class TinyPlatform : IChatPlatform
{
    public const string PlatformName = "pager";

    public string Name => PlatformName;

    /// <summary>What was delivered, by its id; an update takes the place of what was there.</summary>
    public ConcurrentDictionary<string, Card> Shown { get; } = new();

    public ChannelRef ChannelFor(int incidentNumber, string title, ChannelRef origin) => origin;

    public Task<string> PostAsync(ChannelRef channel, Card card, Delivery delivery, CancellationToken ct)
    {
        Shown[delivery.Id] = card;
        return Task.FromResult(delivery.Id);
    }

    public Task UpdateAsync(ChannelRef channel, string messageId, Card card, CancellationToken ct) =>
        Shown.ContainsKey(messageId)
            ? PostAsync(channel, card, new Delivery(messageId), ct)
            : throw new DeliveryException($"The pager has no message {messageId}.", permanent: true);

    public Task ReplyAsync(ReplyAddress to, Card card, Delivery delivery, CancellationToken ct) => PostAsync(to.Channel, card, delivery, ct);
}

/// <summary><c>Page-From: duty</c>, <c>Page-Id: 7</c>, <c>Page-Secret: …</c>, and a command as the body.</summary>
internal static class TinyPlatformDoor
{
    public const string Secret = "only the pager knows this";
    private const int MostBytes = 4096;

    public static void Add(IServiceCollection services) => services
        .AddSingleton<TinyPlatform>()
        .AddSingleton<IChatPlatform>(provider => provider.GetRequiredService<TinyPlatform>())
        .AddRefusals<TinyPlatform>("pager")
        .AddIntake();

    public static void Map(WebApplication app) => app.MapPost("/pager", (
        HttpRequest request, Intake intake, Refusals<TinyPlatform> refusals, TimeProvider time, CancellationToken ct) => refusals.CountAsync(async () =>
    {
        if (await RequestBody.ReadAsync(request, MostBytes, time, ct) is not { } body)
        {
            return TypedResults.StatusCode(StatusCodes.Status413PayloadTooLarge);
        }

        if (!CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes($"{request.Headers["Page-Secret"]}"), Encoding.UTF8.GetBytes(Secret)))
        {
            return TypedResults.StatusCode(StatusCodes.Status401Unauthorized);
        }

        var from = $"{request.Headers["Page-From"]}";
        var arrival = new Arrival(
            $"{request.Headers["Page-Id"]}",
            new Account(TinyPlatform.PlatformName, "all", from),
            from,
            new ChannelRef(TinyPlatform.PlatformName, "all", "duty"),
            Encoding.UTF8.GetString(body));
        return await intake.WithinAsync<IResult>(
            TimeSpan.FromSeconds(2),
            async token => TypedResults.Text($"{await intake.TakeAsync(arrival, token)}"),
            _ => TypedResults.StatusCode(StatusCodes.Status503ServiceUnavailable),
            ct);
    }));
}
