package io.tpmount.benchmarks.demo.data;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A language model as it is published: safetensors shards, their index and a configuration.
 *
 * @param hidden width of its layers
 * @param feedForward width inside them
 * @param vocabulary tokens it knows
 * @param layers how many
 * @param shards files its tensors are spread over
 */
public record Model(int hidden, int feedForward, int vocabulary, int layers, int shards)
    implements DataMaker {

  @Override
  public String title() {
    return "model (safetensors)";
  }

  @Override
  public String folder() {
    return "models/demo-llm";
  }

  @Override
  public int readers() {
    return 1;
  }

  @Override
  public void write(Path directory) throws IOException {
    List<Safetensors> files = split(tensors());
    JsonObject whereTensorsAre = new JsonObject();
    for (int i = 0; i < files.size(); i++) {
      String name = "model-%05d-of-%05d.safetensors".formatted(i + 1, files.size());
      files.get(i).write(directory.resolve(name));
      files.get(i).tensors().forEach(t -> whereTensorsAre.addProperty(t.name(), name));
    }
    JsonObject index = new JsonObject();
    index.add("weight_map", whereTensorsAre);
    Files.writeString(directory.resolve("model.safetensors.index.json"), index.toString());
    Files.writeString(directory.resolve("config.json"), config().toString());
  }

  private List<Tensor> tensors() {
    List<Tensor> tensors = new ArrayList<>();
    tensors.add(Tensor.of("model.embed_tokens.weight", vocabulary, hidden));
    for (int i = 0; i < layers; i++) {
      tensors.addAll(layer("model.layers." + i));
    }
    tensors.add(Tensor.of("model.norm.weight", hidden));
    tensors.add(Tensor.of("lm_head.weight", vocabulary, hidden));
    return tensors;
  }

  private List<Tensor> layer(String prefix) {
    List<Tensor> tensors = new ArrayList<>();
    tensors.add(Tensor.of(prefix + ".input_layernorm.weight", hidden));
    for (String name : List.of("q_proj", "k_proj", "v_proj", "o_proj")) {
      tensors.add(Tensor.of(prefix + ".self_attn." + name + ".weight", hidden, hidden));
    }
    tensors.add(Tensor.of(prefix + ".mlp.gate_proj.weight", feedForward, hidden));
    tensors.add(Tensor.of(prefix + ".mlp.up_proj.weight", feedForward, hidden));
    tensors.add(Tensor.of(prefix + ".mlp.down_proj.weight", hidden, feedForward));
    return tensors;
  }

  /** In order, each shard but the last just above its fair share. */
  private List<Safetensors> split(List<Tensor> tensors) {
    long share = new Safetensors(tensors).bytes() / shards;
    List<Safetensors> files = new ArrayList<>();
    List<Tensor> current = new ArrayList<>();
    long size = 0;
    for (Tensor tensor : tensors) {
      current.add(tensor);
      size += tensor.bytes();
      if (size >= share && files.size() < shards - 1) {
        files.add(new Safetensors(current));
        current.clear();
        size = 0;
      }
    }
    files.add(new Safetensors(current));
    return files;
  }

  private JsonObject config() {
    JsonObject config = new JsonObject();
    config.addProperty("model_type", "llama");
    config.addProperty("torch_dtype", "bfloat16");
    config.addProperty("hidden_size", hidden);
    config.addProperty("intermediate_size", feedForward);
    config.addProperty("vocab_size", vocabulary);
    config.addProperty("num_hidden_layers", layers);
    return config;
  }
}
