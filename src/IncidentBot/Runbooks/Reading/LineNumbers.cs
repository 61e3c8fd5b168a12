namespace IncidentBot.Runbooks.Reading;

/// <summary>Which line a place of a text is on, counted from 0.</summary>
internal sealed class LineNumbers
{
    private readonly List<int> ends = [];

    public LineNumbers(string text)
    {
        for (var end = text.IndexOf('\n'); end >= 0; end = text.IndexOf('\n', end + 1))
        {
            ends.Add(end);
        }
    }

    public int Of(int at) => ends.BinarySearch(at) is var place && place < 0 ? ~place : place;
}
