output "name" {
  description = "Name of the bucket."
  value       = aws_s3_bucket.this.id
}

output "regional_domain_name" {
  description = "Host under which CloudFront reads the bucket."
  value       = aws_s3_bucket.this.bucket_regional_domain_name
}

output "arn" {
  description = "ARN of the bucket."
  value       = aws_s3_bucket.this.arn
}
