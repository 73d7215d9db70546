namespace Kernward.Llama;

/// <summary>What went wrong, for those who decide what to tell the operator.</summary>
public enum LlamaErrorKind
{
    /// <summary>None of the kinds below; the message carries what llama.cpp logged.</summary>
    Other,

    /// <summary>The llama.cpp libraries were not found, or the dynamic loader refused them.</summary>
    NativesMissing,

    /// <summary>The libraries were found, in a release whose struct layouts were not checked.</summary>
    UnsupportedRelease,

    /// <summary>No build of the libraries runs on this processor.</summary>
    WrongCpu,

    /// <summary>There is no model file at the path.</summary>
    ModelMissing,

    /// <summary>The file is not GGUF, or its header contradicts itself.</summary>
    NotGguf,

    /// <summary>The file ends before the data that its header promises.</summary>
    Truncated,

    /// <summary>A GGUF model of an architecture that this release of llama.cpp does not know.</summary>
    UnsupportedArchitecture,

    /// <summary>The prompt does not fit into the context.</summary>
    PromptTooLong,

    /// <summary>A schema or grammar that cannot be turned into a constraint.</summary>
    BadGrammar,
}
