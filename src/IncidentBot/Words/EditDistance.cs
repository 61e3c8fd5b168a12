namespace IncidentBot.Words;

/// <summary>How many letters must be added, dropped, exchanged or swapped with their neighbour (optimal string alignment).</summary>
public static class EditDistance
{
    /// <summary>Fewer are in everything.</summary>
    private const int FewestLetters = 3;

    public static int Between(string a, string b)
    {
        var distance = new int[a.Length + 1, b.Length + 1];
        for (var i = 0; i <= a.Length; i++)
        {
            distance[i, 0] = i;
        }

        for (var j = 0; j <= b.Length; j++)
        {
            distance[0, j] = j;
        }

        for (var i = 1; i <= a.Length; i++)
        {
            for (var j = 1; j <= b.Length; j++)
            {
                var exchange = distance[i - 1, j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
                distance[i, j] = Math.Min(exchange, Math.Min(distance[i - 1, j], distance[i, j - 1]) + 1);
                if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                {
                    distance[i, j] = Math.Min(distance[i, j], distance[i - 2, j - 2] + 1);
                }
            }
        }

        return distance[a.Length, b.Length];
    }

    /// <summary>What somebody may have meant, closest first: nearly what was typed, or what contains it or is contained in it.</summary>
    public static IReadOnlyList<string> Closest(string typed, IEnumerable<string> names, int most = 3) =>
        [.. names.Select(name => (name, distance: Between(typed.ToLowerInvariant(), name.ToLowerInvariant())))
            .Where(pair => pair.distance <= Math.Max(2, pair.name.Length / 4) || Contains(pair.name, typed) || Contains(typed, pair.name))
            .OrderBy(pair => pair.distance)
            .Take(most)
            .Select(pair => pair.name)];

    private static bool Contains(string whole, string part) => part.Length >= FewestLetters && whole.Contains(part, StringComparison.OrdinalIgnoreCase);
}
